# Smoke test on a Windows PC: smoke.ps1 -Installer PharmAssist-….exe [-Printer "name"]
# Run it in an ordinary PowerShell, without administrator, on a PC that holds no register of a pharmacy:
#   powershell -ExecutionPolicy Bypass -File smoke.ps1 -Installer .\PharmAssist-0.0.0.exe
# Written, not run: nobody here had a Windows PC. Each line says what held; the first that does not ends it.
param(
    [Parameter(Mandatory = $true)][string]$Installer,
    [string]$Printer = ""
)
$ErrorActionPreference = "Stop"
$place = Join-Path $env:LOCALAPPDATA "Programs\PharmAssist"
$register = Join-Path $env:LOCALAPPDATA "PharmAssist"
$menu = Join-Path $env:APPDATA "Microsoft\Windows\Start Menu\Programs\PharmAssist.lnk"
$here = Split-Path -Parent $MyInvocation.MyCommand.Path

function Ok($what) { Write-Output "ok: $what" }
function Need($held, $what) { if (-not $held) { Write-Error "FAILED: $what"; exit 1 } }
function Silent($program, $options) {
    $ended = Start-Process -FilePath $program -ArgumentList $options -Wait -PassThru
    Need ($ended.ExitCode -eq 0) "$program $options ended with $($ended.ExitCode)"
}
function Entries() { (& cmdkey /list | Select-String "PharmAssist/").Count }

Need (-not (Test-Path (Join-Path $register "register.db"))) "a register is here already: take another PC"
$signature = Get-AuthenticodeSignature $Installer
Ok "signature of the installer: $($signature.Status) $($signature.SignerCertificate.Subject)"

Silent $Installer "/S"
Need (Test-Path (Join-Path $place "pharmassist.cmd")) "nothing in $place"
Need (Test-Path $menu) "no entry in the start menu"
Ok "installed for one person without an administrator"

$before = Entries
$python = Join-Path $place "python\python.exe"
$words = @((Join-Path $here "smoke.py"), (Join-Path $place "pharmassist.cmd"))
if ($Printer) { $words += $Printer }
& $python @words
Need ($LASTEXITCODE -eq 0) "smoke.py"
Ok "keyring entries of Windows before and after: $before, $(Entries)"

Silent $Installer "/S"
Ok "installed once more over itself"
Silent (Join-Path $place "uninstall.exe") "/S"
# The uninstaller goes on for a moment from a copy of itself.
for ($n = 0; (Test-Path $place) -and $n -lt 60; $n++) { Start-Sleep -Seconds 1 }
Need (-not (Test-Path $place)) "left behind: $place"
Need (-not (Test-Path $menu)) "the start menu was not cleaned"
Ok "uninstalled, nothing left"
Write-Output "smoke test passed. Note in README.md: Windows version, printer, what was seen."
