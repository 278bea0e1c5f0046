"""The names from which the cast is built: people, machines, files, places, domains."""

from __future__ import annotations

PersonLine = tuple[str, str, str, int]
Place = tuple[str, str, float, float]

# country, city, latitude, longitude
OFFICE_PLACES: tuple[Place, ...] = (
    ("DE", "Munich", 48.14, 11.58),
    ("NL", "Utrecht", 52.09, 5.12),
    ("US", "Columbus", 39.96, -83.0),
    ("SG", "Singapore", 1.35, 103.82),
)
# Hours that an office's clock is ahead of UTC.
OFFICE_UTC_OFFSETS_H: tuple[int, ...] = (1, 1, -5, 8)
ATTACKER_PLACES: tuple[Place, ...] = (
    ("RO", "Bucharest", 44.43, 26.1),
    ("NG", "Lagos", 6.52, 3.38),
    ("BR", "Recife", -8.05, -34.88),
    ("VN", "Da Nang", 16.07, 108.22),
    ("US", "Ashburn", 39.04, -77.49),
    ("SC", "Victoria", -4.62, 55.45),
    ("MD", "Chisinau", 47.01, 28.86),
    ("HK", "Hong Kong", 22.32, 114.17),
    ("TR", "Izmir", 38.42, 27.14),
    ("PA", "Panama City", 8.98, -79.52),
)

# display name, job title, department, office
PEOPLE: tuple[PersonLine, ...] = (
    ("Amara Okafor", "Financial Controller", "Finance", 0),
    ("Jonas Lindqvist", "Accounts Payable Clerk", "Finance", 0),
    ("Priya Raman", "Treasury Analyst", "Finance", 1),
    ("Marta Kowalska", "Chief Financial Officer", "Finance", 0),
    ("Tomas Herrera", "Accountant", "Finance", 2),
    ("Lucia Ferrante", "HR Business Partner", "HR", 0),
    ("Owen Gallagher", "Recruiter", "HR", 2),
    ("Hana Suzuki", "Payroll Specialist", "HR", 1),
    ("Viktor Petrov", "Domain Administrator", "IT", 0),
    ("Salma Haddad", "Help Desk Lead", "IT", 1),
    ("Dmitri Novak", "Backup Administrator", "IT", 0),
    ("Grace Mbeki", "Cloud Engineer", "IT", 2),
    ("Erik Sandberg", "Security Engineer", "IT", 0),
    ("Isabel Moreno", "Network Engineer", "IT", 2),
    ("Noah Brandt", "Software Engineer", "Engineering", 0),
    ("Chloe Dubois", "Software Engineer", "Engineering", 1),
    ("Ravi Menon", "Build Engineer", "Engineering", 1),
    ("Astrid Nilsen", "Mechanical Designer", "Engineering", 0),
    ("Felix Wagner", "Test Engineer", "Engineering", 0),
    ("Mei Tanaka", "Data Scientist", "Engineering", 2),
    ("Daniel Osei", "Sales Manager", "Sales", 2),
    ("Carla Bianchi", "Account Executive", "Sales", 1),
    ("Peter Vogel", "Account Executive", "Sales", 0),
    ("Zoe Papadaki", "Sales Operations", "Sales", 1),
    ("Samuel Adeyemi", "Regional Director", "Sales", 2),
    ("Helena Costa", "General Counsel", "Legal", 0),
    ("Ingrid Solberg", "Contract Manager", "Legal", 1),
    ("Robert Klein", "Chief Executive Officer", "Executive", 0),
    ("Anneke de Vries", "Executive Assistant", "Executive", 1),
    ("Miguel Santos", "Operations Director", "Executive", 2),
)

# Further staff is named from these, each family name with three given names.
GIVEN_NAMES: tuple[str, ...] = (
    *("Aisha", "Bruno", "Camille", "Darius", "Elif", "Femi", "Greta", "Hugo", "Imani", "Jasper"),
    *("Keiko", "Liam", "Mina", "Nikolai", "Olga", "Pavel", "Quentin", "Rosa", "Stefan", "Tessa"),
    *("Umar", "Vera", "Wanda", "Xavier", "Yusuf", "Zara"),
)
FAMILY_NAMES: tuple[str, ...] = (
    *("Abara", "Albrecht", "Almeida", "Andersson", "Aoki", "Barros", "Bauer", "Becker", "Bello"),
    *("Bergman", "Boone", "Braun", "Calloway", "Castillo", "Chandra", "Cheung", "Conti", "Cruz"),
    *("Dahl", "Daly", "Demir", "Diaz", "Dietrich", "Donnelly", "Dvorak", "Eriksen", "Fischer"),
    *("Flores", "Fontaine", "Forsberg", "Garner", "Gomes", "Graf", "Gupta", "Haas", "Hansen"),
    *("Hartley", "Hayashi", "Heikkinen", "Hoang", "Holm", "Horvat", "Ibrahim", "Iyer", "Jansen"),
    *("Jensen", "Kaplan", "Keller", "Khan", "Kimura", "Kovacs", "Lange", "Larsen", "Lemaire"),
    *("Leone", "Lowe", "Maier", "Malik", "Marek", "Marin", "Meyer", "Molnar", "Moreau", "Nair"),
    *("Ndiaye", "Nguyen", "Nowak", "Oliveira", "Ortega", "Osman", "Otto", "Palmer", "Park"),
    *("Pereira", "Quinn", "Reyes", "Rossi", "Sato", "Schulz", "Silva", "Sorensen", "Tan"),
    *("Teixeira", "Thorne", "Usman", "Varga", "Weber", "Winther", "Yilmaz", "Zhang", "Ziegler"),
)
# department -> its share of the further staff in percent, and the job titles there
STAFFING: dict[str, tuple[int, tuple[str, ...]]] = {
    "Finance": (14, ("Accountant", "Billing Specialist", "Credit Analyst")),
    "HR": (7, ("Recruiter", "Payroll Specialist")),
    "IT": (9, ("Help Desk Technician", "Systems Engineer", "Data Engineer")),
    "Engineering": (32, ("Software Engineer", "Test Engineer", "Process Engineer", "Designer")),
    "Sales": (28, ("Account Executive", "Sales Engineer", "Inside Sales")),
    "Legal": (5, ("Counsel", "Paralegal")),
    "Executive": (5, ("Project Director", "Executive Assistant")),
}

# name prefix -> device group id, department
DEPARTMENTS: dict[str, tuple[int, str]] = {
    "fin": (11, "Finance"),
    "hr": (12, "HR"),
    "it": (13, "IT"),
    "eng": (14, "Engineering"),
    "sal": (15, "Sales"),
    "leg": (16, "Legal"),
    "exec": (17, "Executive"),
    "srv": (40, "IT"),
}

# name, OS platform, version, build, is it a server
MACHINES: tuple[tuple[str, str, str, int, bool], ...] = (
    ("fin-ws-01", "Windows11", "24H2", 26100, False),
    ("fin-ws-04", "Windows11", "24H2", 26100, False),
    ("fin-ws-07", "Windows11", "25H2", 26200, False),
    ("fin-lt-12", "Windows10", "22H2", 19045, False),
    ("hr-ws-02", "Windows11", "24H2", 26100, False),
    ("hr-lt-05", "Windows11", "25H2", 26200, False),
    ("it-ws-01", "Windows11", "25H2", 26200, False),
    ("it-ws-03", "Windows11", "24H2", 26100, False),
    ("it-paw-01", "Windows11", "25H2", 26200, False),
    ("eng-ws-11", "Windows11", "24H2", 26100, False),
    ("eng-ws-14", "Linux", "22.4", 0, False),
    ("eng-mac-02", "macOS", "15.6", 0, False),
    ("eng-lt-09", "Windows11", "25H2", 26200, False),
    ("sal-lt-03", "Windows11", "24H2", 26100, False),
    ("sal-lt-08", "Windows10", "22H2", 19045, False),
    ("sal-lt-15", "Windows11", "25H2", 26200, False),
    ("leg-ws-01", "Windows11", "24H2", 26100, False),
    ("exec-lt-01", "Windows11", "25H2", 26200, False),
    ("exec-lt-02", "macOS", "15.6", 0, False),
    ("srv-dc-01", "WindowsServer2022", "21H2", 20348, True),
    ("srv-dc-02", "WindowsServer2022", "21H2", 20348, True),
    ("srv-file-01", "WindowsServer2019", "1809", 17763, True),
    ("srv-sql-01", "WindowsServer2022", "21H2", 20348, True),
    ("srv-web-01", "WindowsServer2019", "1809", 17763, True),
    ("srv-bkp-01", "WindowsServer2016", "1607", 14393, True),
    ("srv-build-01", "Linux", "22.4", 0, True),
)

# name prefix, how many more of them, OS platform, version, build: servers beside those named above
MORE_SERVERS: tuple[tuple[str, int, str, str, int], ...] = (
    ("srv-app", 8, "WindowsServer2022", "21H2", 20348),
    ("srv-file", 3, "WindowsServer2019", "1809", 17763),
    ("srv-sql", 3, "WindowsServer2022", "21H2", 20348),
    ("srv-print", 2, "WindowsServer2016", "1607", 14393),
    ("srv-ci", 4, "Linux", "22.4", 0),
    ("srv-k8s", 4, "Linux", "24.4", 0),
)
# OS platform, version, build, share in percent
WORKSTATION_SYSTEMS: tuple[tuple[str, str, int, int], ...] = (
    ("Windows11", "25H2", 26200, 40),
    ("Windows11", "24H2", 26100, 34),
    ("Windows10", "22H2", 19045, 12),
    ("macOS", "15.6", 0, 9),
    ("Linux", "22.4", 0, 5),
)

_SYSTEM32 = "C:\\Windows\\System32"
_MICROSOFT = "Microsoft Corporation"

# name, folder, publisher
SYSTEM_FILES: tuple[tuple[str, str, str], ...] = (
    ("explorer.exe", "C:\\Windows", _MICROSOFT),
    ("svchost.exe", _SYSTEM32, _MICROSOFT),
    ("services.exe", _SYSTEM32, _MICROSOFT),
    ("lsass.exe", _SYSTEM32, _MICROSOFT),
    ("cmd.exe", _SYSTEM32, _MICROSOFT),
    ("conhost.exe", _SYSTEM32, _MICROSOFT),
    ("powershell.exe", _SYSTEM32 + "\\WindowsPowerShell\\v1.0", _MICROSOFT),
    ("rundll32.exe", _SYSTEM32, _MICROSOFT),
    ("regsvr32.exe", _SYSTEM32, _MICROSOFT),
    ("mshta.exe", _SYSTEM32, _MICROSOFT),
    ("wscript.exe", _SYSTEM32, _MICROSOFT),
    ("schtasks.exe", _SYSTEM32, _MICROSOFT),
    ("vssadmin.exe", _SYSTEM32, _MICROSOFT),
    ("wbadmin.exe", _SYSTEM32, _MICROSOFT),
    ("wevtutil.exe", _SYSTEM32, _MICROSOFT),
    ("net.exe", _SYSTEM32, _MICROSOFT),
    ("nltest.exe", _SYSTEM32, _MICROSOFT),
    ("whoami.exe", _SYSTEM32, _MICROSOFT),
    ("ntdsutil.exe", _SYSTEM32, _MICROSOFT),
    ("reg.exe", _SYSTEM32, _MICROSOFT),
    ("certutil.exe", _SYSTEM32, _MICROSOFT),
    ("bitsadmin.exe", _SYSTEM32, _MICROSOFT),
    ("bcdedit.exe", _SYSTEM32, _MICROSOFT),
    ("curl.exe", _SYSTEM32, _MICROSOFT),
    ("robocopy.exe", _SYSTEM32, _MICROSOFT),
    ("tar.exe", _SYSTEM32, _MICROSOFT),
    ("wmiprvse.exe", _SYSTEM32 + "\\wbem", _MICROSOFT),
    ("w3wp.exe", _SYSTEM32 + "\\inetsrv", _MICROSOFT),
    ("winword.exe", "C:\\Program Files\\Microsoft Office\\root\\Office16", _MICROSOFT),
    ("excel.exe", "C:\\Program Files\\Microsoft Office\\root\\Office16", _MICROSOFT),
    ("outlook.exe", "C:\\Program Files\\Microsoft Office\\root\\Office16", _MICROSOFT),
    ("msedge.exe", "C:\\Program Files (x86)\\Microsoft\\Edge\\Application", _MICROSOFT),
    ("chrome.exe", "C:\\Program Files\\Google\\Chrome\\Application", "Google LLC"),
    ("teams.exe", "C:\\Program Files\\WindowsApps\\MSTeams", _MICROSOFT),
    ("msmpeng.exe", "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform", _MICROSOFT),
    ("sqlservr.exe", "C:\\Program Files\\Microsoft SQL Server\\MSSQL16\\Binn", _MICROSOFT),
    ("bash", "/usr/bin", "Canonical Ltd."),
)

_DOWNLOADS = "C:\\Users\\Public\\Downloads"
_PROGRAM_DATA = "C:\\ProgramData"

# name, folder, threat family
BAD_FILES: tuple[tuple[str, str, str], ...] = (
    ("Invoice_88213.pdf.lnk", _DOWNLOADS, "Phonzy"),
    ("update_kb5031.dll", _PROGRAM_DATA + "\\kbcache", "Qakbot"),
    ("svhost32.exe", _PROGRAM_DATA, "CobaltStrike"),
    ("mimikatz.exe", "C:\\Temp\\x", "Mimikatz"),
    ("procdump64.exe", "C:\\Temp", "DumpLsass"),
    ("psexesvc.exe", "C:\\Windows", "PsExec"),
    ("locker.exe", "C:\\Windows\\Temp", "Lokibot"),
    ("readme_restore.hta", "C:\\Users\\Public\\Desktop", "Lockbit"),
    ("adobe_crack_setup.exe", _DOWNLOADS, "Wacatac"),
    ("freevideoconv.exe", _DOWNLOADS, "OpenCandy"),
    ("sharphound.exe", "C:\\Temp\\sh", "SharpHound"),
    ("cmdasp.aspx", "C:\\inetpub\\wwwroot\\uploads", "Chopper"),
    ("xmrig", "/tmp/.cache", "CoinMiner"),
    ("remittance_advice.html", _DOWNLOADS, "HtmlPhish"),
    ("rclone.exe", _PROGRAM_DATA + "\\sync", "Rclone"),
    ("Payment_reminder_4471.zip", _DOWNLOADS, "Phonzy"),
    ("Payment_reminder_4471.pdf.lnk", _DOWNLOADS, "Phonzy"),
    ("nightfall.exe", "C:\\Windows\\Temp", "Nightfall"),
    ("restore_my_files.hta", "C:\\Users\\Public\\Desktop", "Nightfall"),
)

BAD_DOMAINS: tuple[str, ...] = (
    "login-contoso.test",
    "sharepoint-docs.test",
    "cdn-telemetry.test",
    "invoice-portal.test",
    "win-updates.test",
    "paste-drop.test",
    "tokens-api.test",
    "mega-sync.test",
)
