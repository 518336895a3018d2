@echo off
rem The command line of PharmAssist; `pharmassist.cmd --help` lists the commands.
"%~dp0python\python.exe" -m pharmassist %*
