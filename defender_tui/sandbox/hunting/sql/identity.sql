CREATE TABLE identity_logon_acts AS
SELECT i, moment, CAST(user_i AS USMALLINT) AS user_i FROM deeds(scaled(13000), 'identity-logon');
CREATE VIEW ordinary_IdentityLogonEvents AS
SELECT
    r.moment AS Timestamp,
    CASE WHEN pick(r.i, 'outcome', 100) < 5 THEN 'LogonFailed' ELSE 'LogonSuccess' END
        AS ActionType,
    CASE WHEN pick(r.i, 'outcome', 100) < 5 THEN 'WrongPassword' END AS FailureReason,
    'Active Directory' AS Application,
    'Credentials validation' AS LogonType,
    CASE WHEN pick(r.i, 'protocol', 4) = 0 THEN 'Ntlm' ELSE 'Kerberos' END AS Protocol,
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
    49000 + pick(r.i, 'port', 9000) AS Port,
    c.dns_name AS DestinationDeviceName,
    c.ip AS DestinationIPAddress,
    88 AS DestinationPort,
    u.city AS Location,
    guid(r.i, 'identity-logon') AS ReportId,
    '{}'::JSON AS AdditionalFields
FROM identity_logon_acts AS r
JOIN users AS u ON u.i = r.user_i
LEFT JOIN devices AS d ON d.i = u.device_i
JOIN devices AS c ON c.name = 'srv-dc-0' || (1 + pick(r.i, 'dc', 2));

CREATE TABLE identity_query_acts AS
SELECT i, moment, CAST(user_i AS USMALLINT) AS user_i FROM deeds(scaled(2600), 'query');
CREATE VIEW ordinary_IdentityQueryEvents AS
SELECT
    r.moment AS Timestamp,
    k.action AS ActionType,
    'Active Directory' AS Application,
    k.query_type AS QueryType,
    k.target AS QueryTarget,
    k.query AS Query,
    k.protocol AS Protocol,
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
    k.port AS DestinationPort,
    guid(r.i, 'query') AS ReportId
FROM identity_query_acts AS r
JOIN (
    VALUES (0, 'LDAP query', 'AllUsers', '', '(objectCategory=person)', 'Ldap', 389),
        (1, 'LDAP query', 'AllGroups', '', '(objectClass=group)', 'Ldap', 389),
        (2, 'SAMR query', 'QueryUser', 'Help Desk', 'Help Desk', 'Samr', 445),
        (3, 'DNS query', 'ResolveName', 'srv-file-01', 'srv-file-01', 'Dns', 53)
) AS k(i, action, query_type, target, query, protocol, port) ON k.i = pick(r.i, 'kind', 4)
JOIN users AS u ON u.i = r.user_i
LEFT JOIN devices AS d ON d.i = u.device_i
JOIN devices AS c ON c.name = 'srv-dc-01';

CREATE TABLE directory_acts AS
SELECT i, moment, CAST(user_i AS USMALLINT) AS user_i FROM deeds(scaled(1500), 'directory');
CREATE VIEW ordinary_IdentityDirectoryEvents AS
SELECT
    r.moment AS Timestamp,
    s.action AS ActionType,
    'Active Directory' AS Application,
    t.upn AS TargetAccountUpn,
    t.display_name AS TargetAccountDisplayName,
    c.dns_name AS DestinationDeviceName,
    c.ip AS DestinationIPAddress,
    a.account_name AS AccountName,
    a.domain AS AccountDomain,
    a.upn AS AccountUpn,
    a.sid AS AccountSid,
    a.object_id AS AccountObjectId,
    a.display_name AS AccountDisplayName,
    guid(r.i, 'directory') AS ReportId,
    '{}'::JSON AS AdditionalFields
FROM directory_acts AS r
JOIN directory_changes AS s ON s.slot = pick(r.i, 'directory', 100)
JOIN users AS t ON t.i = r.user_i
JOIN users AS a ON a.i = 8 + pick(r.i, 'directory-admin', 6)
JOIN devices AS c ON c.name = 'srv-dc-01';

CREATE VIEW ordinary_IdentityAccountInfo AS
SELECT
    anchor() - to_minutes(20 + u.i) AS Timestamp,
    guid(u.i, 'account' || p.name) AS ReportId,
    CASE p.name WHEN 'EntraID' THEN u.object_id ELSE u.sid END AS SourceProviderAccountId,
    guid(u.i, 'account-id' || p.name) AS AccountId,
    guid(u.i, 'identity-id') AS IdentityId,
    p.name = 'EntraID' AS IsPrimary,
    'Strong identifiers' AS IdentityLinkType,
    u.display_name AS DisplayName,
    u.upn AS AccountUpn,
    u.upn AS EmailAddress,
    CASE WHEN u.is_admin THEN 3 ELSE 0 END AS CriticalityLevel,
    'User' AS "Type",
    split_part(u.display_name, ' ', 1) AS GivenName,
    split_part(u.display_name, ' ', 2) AS Surname,
    u.department AS Department,
    u.job_title AS JobTitle,
    u.city AS City,
    u.country AS Country,
    u.sid AS Sid,
    'Enabled' AS AccountStatus,
    p.name AS SourceProvider,
    'Hybrid' AS AuthenticationMethod,
    to_json([department]) AS GroupMembership,
    to_json(CASE WHEN u.is_admin THEN ['Security Administrator'] ELSE [] END) AS AssignedRoles,
    'Member' AS TenantMembershipType,
    anchor() - to_days(400 + CAST(u.i AS INTEGER)) AS CreatedDateTime
FROM users AS u
CROSS JOIN (VALUES ('EntraID'), ('ActiveDirectory')) AS p(name);
