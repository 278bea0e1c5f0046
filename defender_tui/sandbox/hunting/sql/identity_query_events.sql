INSERT INTO IdentityQueryEvents BY NAME
SELECT
    moment(r.range, 'query') AS Timestamp,
    list_extract(['LDAP query', 'SAMR query', 'DNS query'], pick(r.range, 'kind', 3) + 1)
        AS ActionType,
    'Active Directory' AS Application,
    list_extract(['AllUsers', 'AllGroups', 'DomainControllers'], pick(r.range, 'what', 3) + 1)
        AS QueryType,
    list_extract(
        ['(objectCategory=person)', '(objectClass=group)', 'Domain Admins'],
        pick(r.range, 'what', 3) + 1
    ) AS Query,
    list_extract(['Ldap', 'Samr', 'Dns'], pick(r.range, 'kind', 3) + 1) AS Protocol,
    u.account_name AS AccountName,
    u.domain AS AccountDomain,
    u.upn AS AccountUpn,
    u.sid AS AccountSid,
    u.object_id AS AccountObjectId,
    u.display_name AS AccountDisplayName,
    d.dns_name AS DeviceName,
    d.ip AS IPAddress,
    c.dns_name AS DestinationDeviceName,
    c.ip AS DestinationIPAddress,
    389 AS DestinationPort,
    guid(r.range, 'query') AS ReportId
FROM range(scaled(500)) AS r
JOIN users AS u ON u.i = pick(r.range, 'query-user', (SELECT count(*) FROM users))
JOIN devices AS d ON d.i = pick(r.range, 'query-device', (SELECT count(*) FROM devices))
JOIN devices AS c ON c.name = 'srv-dc-01';
