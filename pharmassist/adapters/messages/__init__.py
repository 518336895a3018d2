"""Reading suspicious messages: mails saved by a program, Outlook's files, pasted text, SMS, calls noted."""
