CREATE TABLE cloud_acts AS
SELECT i, moment, CAST(user_i AS USMALLINT) AS user_i FROM deeds(scaled(13000), 'cloud');
CREATE VIEW ordinary_CloudAppEvents AS
SELECT
    r.moment AS Timestamp,
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
    guid(r.i, 'cloud') AS ReportId,
    'Regular' AS AccountType,
    false AS IsExternalUser,
    false AS IsImpersonated,
    to_json({Operation: s.action, UserId: u.upn, ClientIP: o.ip, Workload: s.application})
        AS RawEventData,
    '{}'::JSON AS AdditionalFields
FROM cloud_acts AS r
JOIN cloud_activities AS s ON s.slot = pick(r.i, 'cloud', 100)
JOIN users AS u ON u.i = r.user_i
JOIN offices AS o ON o.i = u.office_i;
