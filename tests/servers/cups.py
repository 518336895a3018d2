"""A real print queue: CUPS of our own, whose spool keeps what was sent."""

from tests.servers.process import (
    Server,
    answers,
    as_server,
    free_port,
    give,
    new_folder,
    server_account,
    wait_until,
)

QUEUE = "Comptoir"
OFFICE_QUEUE = "Bureau"
A4_ONLY = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "BUREAU.PPD"
*Manufacturer: "PharmAssist"
*Product: "(Bureau)"
*ModelName: "Bureau"
*ShortNickName: "Bureau"
*NickName: "Bureau"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsVersion: 2.4
*cupsFilter: "application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageSize Letter/US Letter: "<</PageSize[612 792]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageRegion Letter/US Letter: "<</PageSize[612 792]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "12 12 583 830"
*ImageableArea Letter/US Letter: "12 12 600 780"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension Letter/US Letter: "612 792"
"""
"""What an office printer says of itself: A4 and Letter, no roll."""
STOPPED_QUEUE = "Arriere"
CUPSD = """
Listen 127.0.0.1:{port}
LogLevel info
PreserveJobFiles Yes
PreserveJobHistory Yes
AutoPurgeJobs No
Browsing No
DefaultShared No
WebInterface No
DefaultAuthType None
JobPrivateAccess all
JobPrivateValues none
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}
RequestRoot {folder}/spool
StateDir {folder}/state
CacheDir {folder}/cache
TempDir {folder}/spool/tmp
DataDir /usr/share/cups
ServerBin /usr/lib/cups
AccessLog {folder}/access
ErrorLog {folder}/log
PageLog {folder}/pages
FileDevice Yes
User {user}
Group {group}
SystemGroup {group}
"""
PRINTER = """<{kind} {name}>
PrinterId {number}
Info {name}
DeviceURI file:///dev/null
State {state}
StateMessage
Type 4
Accepting Yes
Shared No
JobSheets none none
QuotaPeriod 0
PageLimit 0
KLimit 0
OpPolicy default
ErrorPolicy abort-job
</{end}>
"""


class Cups(Server):
    """Two raw queues: QUEUE (the default one) prints, STOPPED_QUEUE keeps its jobs waiting.

    With ``office``, OFFICE_QUEUE too, which says that it has A4 and Letter only.
    """

    def __init__(self, *, office: bool = False) -> None:
        """Start; clients find it by the CUPS_SERVER of `environment`."""
        folder = new_folder("cups")
        self.port = free_port()
        self.environment = {"CUPS_SERVER": f"127.0.0.1:{self.port}"}
        account = server_account()
        parts = [folder / name for name in ("spool", "spool/tmp", "state", "cache", "ppd")]
        for part in parts:
            part.mkdir(mode=0o755)
        values = {"folder": folder, "port": self.port, "user": account.user, "group": account.group}
        texts = {
            "cupsd.conf": CUPSD.format(**values),
            "cups-files.conf": FILES.format(**values),
            "printers.conf": PRINTER.format(
                kind="DefaultPrinter", end="DefaultPrinter", name=QUEUE, number=1, state="Idle"
            )
            + PRINTER.format(kind="Printer", end="Printer", name=STOPPED_QUEUE, number=2, state="Stopped"),
        }
        if office:
            texts["printers.conf"] += PRINTER.format(
                kind="Printer", end="Printer", name=OFFICE_QUEUE, number=3, state="Idle"
            )
            texts[f"ppd/{OFFICE_QUEUE}.ppd"] = A4_ONLY
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        give(*parts, *(folder / name for name in texts))
        command = ["/usr/sbin/cupsd", "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/cups-files.conf"]
        super().__init__(folder, as_server(command), {})
        self.wait_for(lambda: answers(self.port))

    def documents(self, count: int) -> list[bytes]:
        """Wait for that many documents and return what clients sent, in order of arrival."""

        def kept() -> list[bytes]:
            return [path.read_bytes() for path in sorted((self.folder / "spool").glob("d*-*"))]

        wait_until(lambda: len(kept()) >= count, f"{count} documents in the spool")
        return kept()
