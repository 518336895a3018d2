; The installer for Windows: for one person without an administrator, or for everybody where one runs it.
; makensis -DVERSION=… -DTREE=folder -DTARGET=file pharmassist.nsi
; Silent: /S [/ALLUSERS] [/STARTUP] [/PRINTDAILY] [/D=folder]; uninstall.exe /S [/DELETEREGISTER]
Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh

Name "PharmAssist"
OutFile "${TARGET}"
RequestExecutionLevel user
InstallDir ""
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 ProductName "PharmAssist"
VIAddVersionKey /LANG=0 FileVersion "${VERSION}"
VIAddVersionKey /LANG=0 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=0 FileDescription "PharmAssist"
VIAddVersionKey /LANG=0 LegalCopyright "Apache-2.0"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\PharmAssist"
!define TASK "PharmAssist consignes du jour"
!define MUI_ICON "${TREE}\pharmassist.ico"
!define MUI_UNICON "${TREE}\pharmassist.ico"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\python\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-m pharmassist"

Var AllUsers
Var Startup
Var PrintDaily
Var ForAll

!insertmacro MUI_PAGE_WELCOME
Page custom AskWho KeepWho
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "English"

LangString WELCOME ${LANG_FRENCH} "PharmAssist s'installe pour vous seul, sans administrateur.$\r$\n$\r$\nSur un poste du comptoir, demandez d'abord à l'éditeur de votre LGO : son contrat lui réserve souvent ces postes.$\r$\n$\r$\nVos données restent dans votre dossier personnel, chiffrées ; les mots de passe vont dans le coffre de Windows."
LangString WELCOME ${LANG_ENGLISH} "PharmAssist is installed for you alone, without an administrator.$\r$\n$\r$\nOn a counter PC, first ask the editor of your pharmacy software: its contract often keeps these PCs to itself.$\r$\n$\r$\nYour data stay in your own folder, encrypted; passwords go to the Windows vault."
LangString WHO ${LANG_FRENCH} "Pour qui ?"
LangString WHO ${LANG_ENGLISH} "For whom?"
LangString FORME ${LANG_FRENCH} "Pour moi seul (conseillé)"
LangString FORME ${LANG_ENGLISH} "For me alone (advised)"
LangString FORALL ${LANG_FRENCH} "Pour toutes les personnes de ce poste (demande un administrateur)"
LangString FORALL ${LANG_ENGLISH} "For everybody on this computer (needs an administrator)"
LangString NEEDSADMIN ${LANG_FRENCH} "Pour toutes les personnes : relancez l'installateur par « Exécuter en tant qu'administrateur »."
LangString NEEDSADMIN ${LANG_ENGLISH} "For everybody: start the installer again with “Run as administrator”."
LangString PROGRAM ${LANG_FRENCH} "Le programme"
LangString PROGRAM ${LANG_ENGLISH} "The program"
LangString STARTUP ${LANG_FRENCH} "L'ouvrir au début de la session"
LangString STARTUP ${LANG_ENGLISH} "Open it when the session starts"
LangString PRINTDAILY ${LANG_FRENCH} "Imprimer les consignes chaque matin à 8 h"
LangString PRINTDAILY ${LANG_ENGLISH} "Print the instructions each morning at 8"
LangString DEMO ${LANG_FRENCH} "PharmAssist - pharmacie de démonstration"
LangString DEMO ${LANG_ENGLISH} "PharmAssist - demonstration pharmacy"
LangString DELETEASK ${LANG_FRENCH} "Effacer aussi le registre de cette pharmacie, ses copies et ses journaux ?$\r$\n$\r$\nRépondez Non pour les garder : une nouvelle installation les retrouvera."
LangString DELETEASK ${LANG_ENGLISH} "Delete this pharmacy's register, its copies and its logs as well?$\r$\n$\r$\nAnswer No to keep them: a new installation finds them again."

!macro Choose un
Function ${un}ChooseContext
  ${If} $AllUsers == 1
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
FunctionEnd
!macroend
!insertmacro Choose ""
!insertmacro Choose "un."

Function ChooseFolder
  Call ChooseContext
  ${If} $AllUsers == 1
    StrCpy $INSTDIR "$PROGRAMFILES64\PharmAssist"
  ${Else}
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\PharmAssist"
  ${EndIf}
FunctionEnd

Function .onInit
  SetRegView 64
  StrCpy $AllUsers 0
  StrCpy $Startup 0
  StrCpy $PrintDaily 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${IfNot} ${Errors}
    UserInfo::GetAccountType
    Pop $2
    ${If} $2 != "Admin"
      MessageBox MB_ICONSTOP "$(NEEDSADMIN)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    StrCpy $AllUsers 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/STARTUP" $1
  ${IfNot} ${Errors}
    StrCpy $Startup 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/PRINTDAILY" $1
  ${IfNot} ${Errors}
    StrCpy $PrintDaily 1
  ${EndIf}
  Call ChooseContext
  ${If} $INSTDIR == ""
    Call ChooseFolder
  ${EndIf}
  Call ChooseSections
FunctionEnd

Function AskWho
  !insertmacro MUI_HEADER_TEXT "$(WHO)" ""
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 10u 100% 12u "$(FORME)"
  Pop $1
  ${NSD_CreateRadioButton} 0 28u 100% 12u "$(FORALL)"
  Pop $ForAll
  UserInfo::GetAccountType
  Pop $2
  ${If} $2 != "Admin"
    EnableWindow $ForAll 0
    ${NSD_CreateLabel} 0 46u 100% 24u "$(NEEDSADMIN)"
    Pop $3
  ${EndIf}
  ${If} $AllUsers == 1
    ${NSD_Check} $ForAll
  ${Else}
    ${NSD_Check} $1
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function KeepWho
  ${NSD_GetState} $ForAll $0
  StrCpy $1 $AllUsers
  ${If} $0 == ${BST_CHECKED}
    StrCpy $AllUsers 1
  ${Else}
    StrCpy $AllUsers 0
  ${EndIf}
  ${If} $1 != $AllUsers
    Call ChooseFolder
  ${EndIf}
FunctionEnd

Section "$(PROGRAM)" Program
  SectionIn RO
  Call ChooseContext
  ; An upgrade: nothing of the older version may stay beside the new one. The register is elsewhere.
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\packages"
  RMDir /r "$INSTDIR\python"
  SetOutPath "$INSTDIR"
  File /r "${TREE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\PharmAssist.lnk" "$INSTDIR\python\pythonw.exe" "-m pharmassist" "$INSTDIR\pharmassist.ico"
  CreateShortcut "$SMPROGRAMS\$(DEMO).lnk" "$INSTDIR\python\pythonw.exe" "-m pharmassist demo" "$INSTDIR\pharmassist.ico"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "PharmAssist"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\pharmassist.ico"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "PharmAssist"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr SHCTX "${UNINSTALL}" "AllUsers" "$AllUsers"
  WriteRegStr SHCTX "${UNINSTALL}" "DemoShortcut" "$(DEMO)"
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section /o "$(STARTUP)" Start
  CreateShortcut "$SMSTARTUP\PharmAssist.lnk" "$INSTDIR\python\pythonw.exe" "-m pharmassist" "$INSTDIR\pharmassist.ico"
SectionEnd

Section /o "$(PRINTDAILY)" Daily
  nsExec::Exec 'schtasks /Create /F /SC DAILY /ST 08:00 /TN "${TASK}" /TR "\"$INSTDIR\python\pythonw.exe\" -m pharmassist print shift-start --printer default"'
  Pop $0
SectionEnd

Function ChooseSections
  ${If} $Startup == 1
    SectionSetFlags ${Start} 1
  ${EndIf}
  ${If} $PrintDaily == 1
    SectionSetFlags ${Daily} 1
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  StrCpy $AllUsers 0
  ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $AllUsers 1
  ${EndIf}
  Call un.ChooseContext
FunctionEnd

Section "Uninstall"
  ReadRegStr $1 SHCTX "${UNINSTALL}" "DemoShortcut"
  ; Nothing of a chosen folder but what was put there.
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\packages"
  RMDir /r "$INSTDIR\python"
  Delete "$INSTDIR\pharmassist.cmd"
  Delete "$INSTDIR\pharmassist.ico"
  Delete "$INSTDIR\LISEZ-MOI.txt"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\PharmAssist.lnk"
  Delete "$SMPROGRAMS\$1.lnk"
  Delete "$SMSTARTUP\PharmAssist.lnk"
  nsExec::Exec 'schtasks /Delete /F /TN "${TASK}"'
  Pop $0
  DeleteRegKey SHCTX "${UNINSTALL}"
  ; The register stays unless it is asked otherwise; of another person's folders nothing is touched.
  SetShellVarContext current
  StrCpy $2 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DELETEREGISTER" $3
  ${IfNot} ${Errors}
    StrCpy $2 1
  ${EndIf}
  ${If} $2 == 0
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(DELETEASK)" /SD IDNO IDNO keep
    StrCpy $2 1
    keep:
  ${EndIf}
  ${If} $2 == 1
    RMDir /r "$LOCALAPPDATA\PharmAssist"
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
!insertmacro MUI_FUNCTION_DESCRIPTION_END
