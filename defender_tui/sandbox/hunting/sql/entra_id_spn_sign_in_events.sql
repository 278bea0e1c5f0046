INSERT INTO EntraIdSpnSignInEvents BY NAME
SELECT
    moment(r.range, 'spn') AS Timestamp,
    moment(r.range, 'spn') AS TimeGenerated,
    'Nightly backup' AS Application,
    guid(pick(r.range, 'spn', 3), 'application') AS ApplicationId,
    false AS IsManagedIdentity,
    0 AS ErrorCode,
    guid(r.range, 'spn-correlation') AS CorrelationId,
    'Nightly backup' AS ServicePrincipalName,
    guid(pick(r.range, 'spn', 3), 'principal') AS ServicePrincipalId,
    'Microsoft Graph' AS ResourceDisplayName,
    '00000003-0000-0000-c000-000000000000' AS ResourceId,
    o.ip AS IPAddress,
    o.country AS Country,
    o.city AS City,
    guid(r.range, 'spn-request') AS RequestId,
    guid(r.range, 'spn-request') AS ReportId,
    true AS IsConfidentialClient
FROM range(scaled(300)) AS r
JOIN offices AS o ON o.i = 0;
