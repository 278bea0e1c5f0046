INSERT INTO IdentityDirectoryEvents BY NAME
SELECT
    moment(r.range, 'directory') AS Timestamp,
    s.action AS ActionType,
    'Active Directory' AS Application,
    t.upn AS TargetAccountUpn,
    t.display_name AS TargetAccountDisplayName,
    c.dns_name AS DestinationDeviceName,
    c.ip AS DestinationIPAddress,
    u.account_name AS AccountName,
    u.domain AS AccountDomain,
    u.upn AS AccountUpn,
    u.sid AS AccountSid,
    u.object_id AS AccountObjectId,
    u.display_name AS AccountDisplayName,
    guid(r.range, 'directory') AS ReportId,
    '{}'::JSON AS AdditionalFields
FROM range(scaled(400)) AS r
JOIN directory_changes AS s ON s.slot = pick(r.range, 'directory', 100)
JOIN users AS u ON u.i = pick(r.range, 'directory-user', (SELECT count(*) FROM users))
JOIN users AS t ON t.i = pick(r.range, 'directory-target', (SELECT count(*) FROM users))
JOIN devices AS c ON c.name = 'srv-dc-01';
