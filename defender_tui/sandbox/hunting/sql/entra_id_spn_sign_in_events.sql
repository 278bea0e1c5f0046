CREATE TABLE spn_acts AS
SELECT i, moment, CAST(pick(i, 'spn', (SELECT count(*) FROM applications)) AS UTINYINT) AS application_i
FROM moments(scaled(2600), 'spn', 'machines');
CREATE VIEW ordinary_EntraIdSpnSignInEvents AS
SELECT
    r.moment AS Timestamp,
    r.moment AS TimeGenerated,
    a.name AS Application,
    guid(a.i, 'application') AS ApplicationId,
    a.is_managed AS IsManagedIdentity,
    0 AS ErrorCode,
    guid(r.i, 'spn-correlation') AS CorrelationId,
    a.name AS ServicePrincipalName,
    guid(a.i, 'principal') AS ServicePrincipalId,
    'Microsoft Graph' AS ResourceDisplayName,
    '00000003-0000-0000-c000-000000000000' AS ResourceId,
    o.ip AS IPAddress,
    o.country AS Country,
    o.city AS City,
    guid(r.i, 'spn-request') AS RequestId,
    guid(r.i, 'spn-request') AS ReportId,
    true AS IsConfidentialClient
FROM spn_acts AS r
JOIN applications AS a ON a.i = r.application_i
JOIN offices AS o ON o.i = 0;

CREATE TABLE graph_acts AS
SELECT i, moment, CAST(user_i AS USMALLINT) AS user_i FROM deeds(scaled(6000), 'graph');
CREATE VIEW ordinary_GraphAPIAuditEvents AS
SELECT
    r.moment AS Timestamp,
    r.moment AS TimeGenerated,
    '' AS IdentityProvider,
    'v1.0' AS ApiVersion,
    guid(a.i, 'application') AS ApplicationId,
    guid(r.i, 'client-request') AS ClientRequestId,
    guid(r.i, 'operation') AS OperationId,
    CASE WHEN a.for_users THEN u.object_id ELSE '' END AS AccountObjectId,
    o.city AS Location,
    CAST(20 + pick(r.i, 'took', 900) AS VARCHAR) AS RequestDuration,
    a.method AS RequestMethod,
    CASE WHEN pick(r.i, 'status', 50) = 0 THEN '404' ELSE '200' END AS ResponseStatusCode,
    a.scopes AS Scopes,
    CASE WHEN a.for_users THEN 'user' ELSE 'app' END AS EntityType,
    guid(r.i, 'graph') AS ReportId,
    'https://graph.microsoft.com/v1.0/' || a.path AS RequestUri,
    guid(r.i, 'token') AS UniqueTokenIdentifier,
    guid(r.i, 'graph-request') AS RequestId,
    o.ip AS IpAddress,
    guid(a.i, 'principal') AS ServicePrincipalId,
    a.workload AS TargetWorkload,
    300 + pick(r.i, 'size', 60000) AS ResponseSize
FROM graph_acts AS r
JOIN applications AS a ON a.i = pick(r.i, 'graph-app', (SELECT count(*) FROM applications))
JOIN users AS u ON u.i = r.user_i
JOIN offices AS o ON o.i = u.office_i;
