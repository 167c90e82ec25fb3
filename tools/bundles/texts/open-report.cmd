@echo off
rem Opens drafter in a window of its own. This file is plain ASCII: cmd.exe reads it in the
rem code page of the machine.
setlocal
title drafter
ver | "%SystemRoot%\System32\find.exe" " 6." >nul
if not errorlevel 1 goto old
chcp 65001 >nul
mode con: cols=120 lines=36 2>nul
"%~dp0python\python.exe" -X utf8 -m drafter open %*
if errorlevel 1 pause
goto :eof

:old
rem Windows 7 and 8, where python.exe would only name a DLL that is missing. Their code page is
rem GBK, which the text is in.
type "%~dp0python\old-windows.txt"
pause
