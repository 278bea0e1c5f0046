"""Three hunts for each attack of the sandbox, and what each must find: its entities, no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from defender_tui.sandbox.data.attacks import (
    consent_phishing,
    insider,
    oauth_application,
    password_spray,
    phishing_intrusion,
    ransomware,
)
from defender_tui.sandbox.data.cast import Cast

Found = set[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Hunt:
    """A query, and the set of rows that it must give in a tenant with this cast."""

    name: str
    query: str
    finds: Callable[[Cast], Found]


HUNTS: tuple[Hunt, ...] = (
    Hunt(
        "phishing: who got the message",
        """
        let reported = AlertEvidence
        | where Title has "malicious URL removed after delivery"
        | where EntityType == "MailMessage"
        | distinct NetworkMessageId;
        let senders = EmailEvents | where NetworkMessageId in (reported)
        | distinct SenderFromAddress;
        EmailEvents
        | where SenderFromAddress in (senders)
        | distinct RecipientEmailAddress
        """,
        lambda cast: {(user.upn,) for user in phishing_intrusion.roles(cast).lured},
    ),
    Hunt(
        "phishing: on which device a click led to encoded PowerShell",
        """
        UrlClickEvents
        | where ActionType == "ClickAllowed"
        | project ClickedAt = Timestamp, AccountUpn
        | join kind=inner (
            DeviceProcessEvents
            | where FileName =~ "powershell.exe" and ProcessCommandLine has "-enc "
            | where InitiatingProcessFileName =~ "explorer.exe"
            | project StartedAt = Timestamp, AccountUpn, DeviceName
        ) on AccountUpn
        | where StartedAt between (ClickedAt .. (ClickedAt + 3h))
        | distinct AccountUpn, DeviceName
        """,
        lambda cast: {
            (who.victim.upn, who.workstation.dns_name) for who in [phishing_intrusion.roles(cast)]
        },
    ),
    Hunt(
        "phishing: which servers the operator reached, and with whose account",
        """
        let foothold = DeviceProcessEvents
        | where FileName =~ "powershell.exe" and ProcessCommandLine has "-enc "
        | where InitiatingProcessFileName =~ "explorer.exe"
        | extend Computer = tostring(split(DeviceName, ".")[0])
        | distinct Computer;
        DeviceLogonEvents
        | where ActionType == "LogonSuccess" and LogonType == "Network" and Protocol == "NTLM"
        | where RemoteDeviceName in (foothold)
        | join kind=inner (
            DeviceProcessEvents
            | where InitiatingProcessFileName =~ "services.exe" and FileName =~ "psexesvc.exe"
            | project DeviceName, ServiceAt = Timestamp, AccountName
        ) on DeviceName, AccountName
        | distinct DeviceName, AccountName
        """,
        lambda cast: {
            (server.dns_name, who.stolen.account_name)
            for who in [phishing_intrusion.roles(cast)]
            for server in who.servers
        },
    ),
    Hunt(
        "password spray: addresses that failed at many accounts",
        """
        EntraIdSignInEvents
        | where ErrorCode == 50126
        | summarize Accounts = dcount(AccountUpn) by IPAddress, bin(Timestamp, 6h)
        | where Accounts >= 20 and not(ipv4_is_in_range(IPAddress, "192.0.2.0/24"))
        | distinct IPAddress
        """,
        lambda cast: {(address.ip,) for address in password_spray.ADDRESSES},
    ),
    Hunt(
        "password spray: accounts that opened",
        """
        let sprayers = EntraIdSignInEvents
        | where ErrorCode == 50126 and UserAgent == "BAV2ROPC"
        | summarize Accounts = dcount(AccountUpn) by IPAddress
        | where Accounts >= 20
        | project IPAddress;
        EntraIdSignInEvents
        | where ErrorCode == 0 and IPAddress in (sprayers)
        | distinct AccountUpn
        """,
        lambda cast: {(user.upn,) for user in password_spray.roles(cast).opened},
    ),
    Hunt(
        "password spray: rules that hide mail",
        """
        CloudAppEvents
        | where ActionType == "New-InboxRule"
        | where tostring(RawEventData.MoveToFolder) == "RSS Feeds"
        | distinct AccountId, IPAddress
        """,
        lambda cast: {
            (password_spray.roles(cast).mailbox.upn, password_spray.ADDRESSES[1].ip),
        },
    ),
    Hunt(
        "consent phishing: who got the message",
        """
        let pages = UrlClickEvents
        | where ActionType == "ClickAllowed" and Url endswith "/connect"
        | distinct Url;
        EmailUrlInfo
        | where Url in (pages)
        | join kind=inner EmailEvents on NetworkMessageId
        | distinct RecipientEmailAddress
        """,
        lambda cast: {(user.upn,) for user in consent_phishing.roles(cast).lured},
    ),
    Hunt(
        "consent phishing: who gave consent to an application that several users were led to",
        """
        CloudAppEvents
        | where ActionType == "Consent to application."
        | summarize Users = make_set(AccountId) by OAuthAppId
        | where array_length(Users) > 1
        | mv-expand User = Users to typeof(string)
        | project User, OAuthAppId
        """,
        lambda cast: {
            (user.upn, who.application.app_id)
            for who in [consent_phishing.roles(cast)]
            for user in who.consenting
        },
    ),
    Hunt(
        "consent phishing: whose mail the application read",
        """
        let apps = CloudAppEvents
        | where ActionType == "Consent to application."
        | summarize Users = dcount(AccountId) by OAuthAppId
        | where Users > 1
        | project OAuthAppId;
        GraphAPIAuditEvents
        | where ApplicationId in (apps) and RequestUri has "/me/messages"
        | summarize Calls = count() by AccountObjectId
        | where Calls >= 10
        | project AccountObjectId
        """,
        lambda cast: {(user.object_id,) for user in consent_phishing.roles(cast).consenting},
    ),
    Hunt(
        "ransomware: where shadow copies were deleted",
        """
        DeviceProcessEvents
        | where FileName =~ "vssadmin.exe" and ProcessCommandLine has_all ("delete", "shadows")
        | distinct DeviceName, AccountName
        """,
        lambda cast: {
            (server.dns_name, who.administrator.account_name)
            for who in [ransomware.roles(cast)]
            for server in who.encrypted
        },
    ),
    Hunt(
        "ransomware: how many files were renamed on each server",
        """
        DeviceFileEvents
        | where ActionType == "FileRenamed"
        | where FileName startswith PreviousFileName and FileName != PreviousFileName
        | where isnotempty(PreviousFileName)
        | summarize Files = dcount(FileName) by DeviceName
        """,
        lambda cast: {(server.dns_name, 30) for server in ransomware.roles(cast).encrypted},
    ),
    Hunt(
        "ransomware: where somebody guessed a password over remote desktop",
        """
        let guesses = DeviceLogonEvents
        | where LogonType == "RemoteInteractive" and RemoteIPType == "Public"
        | where ActionType == "LogonFailed"
        | summarize Failures = count() by DeviceName, AccountName, RemoteIP
        | where Failures >= 30;
        DeviceLogonEvents
        | where LogonType == "RemoteInteractive" and ActionType == "LogonSuccess"
        | join kind=inner guesses on DeviceName, AccountName, RemoteIP
        | distinct DeviceName, AccountName, RemoteIP
        """,
        lambda cast: {
            (who.entry.dns_name, who.guessed.account_name, ransomware.ADDRESS.ip)
            for who in [ransomware.roles(cast)]
        },
    ),
    Hunt(
        "insider: who downloaded in masses",
        """
        CloudAppEvents
        | where ActionType == "FileDownloaded"
        | summarize Files = dcount(ObjectName) by AccountId, bin(Timestamp, 1d)
        | where Files > 25
        | distinct AccountId
        """,
        lambda cast: {(insider.roles(cast).leaver.upn,)},
    ),
    Hunt(
        "insider: what went onto a removable drive",
        """
        let drives = DeviceEvents
        | where ActionType == "UsbDriveMounted"
        | extend Letter = tostring(parse_json(AdditionalFields).DriveLetter)
        | where isnotempty(Letter)
        | project DeviceId, Letter, MountedAt = Timestamp;
        DeviceFileEvents
        | where ActionType == "FileCreated"
        | join kind=inner drives on DeviceId
        | where FolderPath startswith Letter and Timestamp > MountedAt
        | summarize Files = dcount(FileName) by DeviceName, InitiatingProcessAccountName
        """,
        lambda cast: {
            (who.device.dns_name, who.leaver.account_name, insider.FILES_ON_DRIVE)
            for who in [insider.roles(cast)]
        },
    ),
    Hunt(
        "insider: where an archive was uploaded to",
        """
        DeviceNetworkEvents
        | extend SentBytes = tolong(parse_json(AdditionalFields).SentBytes)
        | where SentBytes > 100000000
        | where InitiatingProcessFileName in~ ("msedge.exe", "chrome.exe")
        | distinct DeviceName, RemoteUrl
        """,
        lambda cast: {
            (insider.roles(cast).device.dns_name, f"https://{insider.UPLOAD_HOST}/upload"),
        },
    ),
    Hunt(
        "OAuth application: who gave it a second secret, and from where",
        """
        CloudAppEvents
        | where ActionType == "Add service principal credentials."
        | distinct AccountId, OAuthAppId, IPAddress
        """,
        lambda cast: {
            (who.administrator.upn, who.application.app_id, oauth_application.ADDRESS.ip)
            for who in [oauth_application.roles(cast)]
        },
    ),
    Hunt(
        "OAuth application: which one signs in from a second country",
        """
        EntraIdSpnSignInEvents
        | where isnotempty(Country)
        | summarize Countries = dcount(Country) by ApplicationId
        | where Countries > 1
        | project ApplicationId
        """,
        lambda cast: {(oauth_application.roles(cast).application.app_id,)},
    ),
    Hunt(
        "OAuth application: whose mail it read",
        """
        GraphAPIAuditEvents
        | where EntityType == "app" and RequestUri has "/users/" and RequestUri has "/messages"
        | extend Mailbox = extract("/users/([^/]+)/", 1, RequestUri)
        | join kind=inner IdentityInfo on $left.Mailbox == $right.AccountObjectId
        | distinct AccountUpn
        """,
        lambda cast: {(user.upn,) for user in oauth_application.roles(cast).read},
    ),
)
