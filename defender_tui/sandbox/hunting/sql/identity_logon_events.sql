INSERT INTO IdentityLogonEvents BY NAME
SELECT
    moment(r.range, 'logon') AS Timestamp,
    CASE WHEN pick(r.range, 'outcome', 100) < 5 THEN 'LogonFailed' ELSE 'LogonSuccess' END
        AS ActionType,
    CASE WHEN pick(r.range, 'outcome', 100) < 5 THEN 'WrongPassword' END AS FailureReason,
    'Active Directory' AS Application,
    'Credentials validation' AS LogonType,
    CASE WHEN pick(r.range, 'protocol', 4) = 0 THEN 'Ntlm' ELSE 'Kerberos' END AS Protocol,
    u.account_name AS AccountName,
    u.domain AS AccountDomain,
    u.upn AS AccountUpn,
    u.sid AS AccountSid,
    u.object_id AS AccountObjectId,
    u.display_name AS AccountDisplayName,
    d.dns_name AS DeviceName,
    'Workstation' AS DeviceType,
    d.os_platform AS OSPlatform,
    d.ip AS IPAddress,
    49000 + pick(r.range, 'port', 9000) AS Port,
    c.dns_name AS DestinationDeviceName,
    c.ip AS DestinationIPAddress,
    88 AS DestinationPort,
    u.city AS Location,
    guid(r.range, 'identity-logon') AS ReportId,
    '{}'::JSON AS AdditionalFields
FROM range(scaled(3000)) AS r
JOIN users AS u ON u.i = pick(r.range, 'logon-user', (SELECT count(*) FROM users))
JOIN devices AS d ON d.i = pick(r.range, 'logon-device', (SELECT count(*) FROM devices))
JOIN devices AS c ON c.name = 'srv-dc-0' || (1 + pick(r.range, 'dc', 2));
