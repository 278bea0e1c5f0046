CREATE TABLE audit_acts AS
SELECT i, moment, CAST(user_i AS USMALLINT) AS user_i FROM deeds(scaled(1800), 'audit');
CREATE VIEW ordinary_CloudAuditEvents AS
SELECT
    r.moment AS Timestamp,
    guid(r.i, 'audit') AS ReportId,
    k.source AS DataSource,
    k.action AS ActionType,
    k.operation AS OperationName,
    k.resource || '/' || (1 + pick(r.i, 'resource', 12)) AS ResourceId,
    o.ip AS IPAddress,
    false AS IsAnonymousProxy,
    o.country AS CountryCode,
    o.city AS City,
    'Contoso Telecom' AS Isp,
    'Contoso-Terraform/1.9' AS UserAgent,
    to_json({Caller: u.upn, Operation: k.operation}) AS RawEventData,
    '{}'::JSON AS AdditionalFields
FROM audit_acts AS r
JOIN (
    VALUES (0, 'Azure Logs', 'Read', 'Microsoft.KeyVault/vaults/secrets/read', '/vaults/kv'),
        (1, 'Azure Logs', 'Update', 'Microsoft.Compute/virtualMachines/write', '/vms/vm'),
        (2, 'Azure Logs', 'Create', 'Microsoft.Storage/storageAccounts/write', '/storage/st'),
        (3, 'Azure Logs', 'Delete', 'Microsoft.Compute/disks/delete', '/disks/disk'),
        (4, 'GCP Audit Logs', 'Read', 'storage.objects.get', '/buckets/data')
) AS k(i, source, action, operation, resource) ON k.i = pick(r.i, 'audit', 5)
JOIN users AS u ON u.i = r.user_i
JOIN offices AS o ON o.i = u.office_i;

CREATE TABLE dns_acts AS FROM moments(scaled(2400), 'dns', 'machines');
CREATE VIEW ordinary_CloudDnsEvents AS
SELECT
    r.moment AS Timestamp,
    guid(r.i, 'dns') AS ReportId,
    'DnsQuery' AS ActionType,
    '/clusters/contoso-aks-1' AS AzureResourceId,
    'Deployment/' || w.name AS KubernetesResource,
    w.namespace AS KubernetesNamespace,
    w.name || '-' || left(md5('pod' || pick(r.i, 'pod', 9)), 5) AS KubernetesPodName,
    w.name AS ContainerName,
    left(sha256('container' || pick(r.i, 'pod', 9)), 12) AS ContainerId,
    'registry.contoso.example/' || w.name || ':stable' AS ImageName,
    w.process AS ProcessName,
    100 + pick(r.i, 'pid', 4000) AS ProcessId,
    'Response' AS DnsEventType,
    w.query AS DnsQuery,
    'A' AS DnsQueryTypeName,
    CASE WHEN pick(r.i, 'code', 40) = 0 THEN 'NXDOMAIN' ELSE 'NOERROR' END AS DnsResponseCodeName,
    pick(r.i, 'took', 40) AS DnsNetworkDuration,
    printf('%04x', pick(r.i, 'transaction', 65536)) AS TransactionIdHex,
    'westeurope' AS Region,
    'aks-node-' || pick(r.i, 'node', 4) AS HostName,
    '{}'::JSON AS AdditionalFields
FROM dns_acts AS r
JOIN (
    VALUES (0, 'shop', 'frontend', 'node', 'catalog.shop.svc.cluster.local'),
        (1, 'shop', 'catalog', 'java', 'sql.contoso.example'),
        (2, 'jobs', 'report', 'python3', 'storage.contoso.example')
) AS w(i, namespace, name, process, query) ON w.i = pick(r.i, 'workload', 3);
