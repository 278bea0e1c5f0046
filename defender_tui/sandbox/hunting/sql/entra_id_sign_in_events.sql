CREATE TABLE sign_in_acts AS
SELECT i, moment, CAST(user_i AS USMALLINT) AS user_i FROM deeds(scaled(11000), 'signin');
CREATE VIEW ordinary_EntraIdSignInEvents AS
SELECT
    r.moment AS Timestamp,
    r.moment AS TimeGenerated,
    s.application AS Application,
    s.application_id AS ApplicationId,
    s.application AS ResourceDisplayName,
    s.application_id AS ResourceId,
    '["interactiveUser"]' AS LogonType,
    CASE WHEN pick(r.i, 'outcome', 100) < 5 THEN 50126 ELSE 0 END AS ErrorCode,
    guid(r.i, 'correlation') AS CorrelationId,
    guid(r.i, 'session') AS SessionId,
    u.display_name AS AccountDisplayName,
    u.object_id AS AccountObjectId,
    u.upn AS AccountUpn,
    0 AS IsExternalUser,
    false AS IsGuestUser,
    d.name AS DeviceName,
    d.os_platform AS OSPlatform,
    'ServerAd' AS DeviceTrustType,
    1 AS IsManaged,
    1 AS IsCompliant,
    d.aad_id AS EntraIdDeviceId,
    CASE WHEN pick(r.i, 'mfa', 3) = 0 THEN 'multiFactorAuthentication'
        ELSE 'singleFactorAuthentication' END AS AuthenticationRequirement,
    1 AS RiskLevelAggregated,
    1 AS RiskLevelDuringSignIn,
    0 AS RiskState,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/131.0' AS UserAgent,
    s.client AS ClientAppUsed,
    'Edge 131.0.0' AS Browser,
    0 AS ConditionalAccessStatus,
    o.ip AS IPAddress,
    o.country AS Country,
    o.city AS City,
    CAST(o.latitude AS VARCHAR) AS Latitude,
    CAST(o.longitude AS VARCHAR) AS Longitude,
    guid(r.i, 'request') AS RequestId,
    guid(r.i, 'request') AS ReportId,
    'EntraIdSignInEvents' AS "Type"
FROM sign_in_acts AS r
JOIN sign_ins AS s ON s.slot = pick(r.i, 'signin', 100)
JOIN users AS u ON u.i = r.user_i
JOIN offices AS o ON o.i = u.office_i
LEFT JOIN devices AS d ON d.i = u.device_i;
