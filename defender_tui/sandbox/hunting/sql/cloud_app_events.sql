INSERT INTO CloudAppEvents BY NAME
SELECT
    moment(r.range, 'cloud') AS Timestamp,
    s.action AS ActionType,
    s.application AS Application,
    CAST(s.application_id AS INTEGER) AS ApplicationId,
    0 AS AppInstanceId,
    u.object_id AS AccountObjectId,
    u.upn AS AccountId,
    u.display_name AS AccountDisplayName,
    u.is_admin AND s.object_type = 'Role' AS IsAdminOperation,
    'Desktop' AS DeviceType,
    'Windows' AS OSPlatform,
    o.ip AS IPAddress,
    false AS IsAnonymousProxy,
    o.country AS CountryCode,
    o.city AS City,
    'Contoso Telecom' AS Isp,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/131.0' AS UserAgent,
    'Basic' AS ActivityType,
    to_json([{Type: s.object_type, Role: 'Target object', Name: s.object_name}]) AS ActivityObjects,
    s.object_name AS ObjectName,
    s.object_type AS ObjectType,
    guid(r.range, 'cloud') AS ReportId,
    'Regular' AS AccountType,
    false AS IsExternalUser,
    false AS IsImpersonated,
    to_json({Operation: s.action, UserId: u.upn, ClientIP: o.ip, Workload: s.application})
        AS RawEventData,
    '{}'::JSON AS AdditionalFields
FROM range(scaled(4000)) AS r
JOIN cloud_activities AS s ON s.slot = pick(r.range, 'cloud', 100)
JOIN users AS u ON u.i = pick(r.range, 'actor', (SELECT count(*) FROM users))
JOIN offices AS o ON o.city = u.city;
