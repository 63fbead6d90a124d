-- What a cluster keeps in PostgreSQL: its members, its reminders, and the state of its grains.
--
-- Orleans knows none of these tables. It reads the table OrleansQuery once, when a silo or a client starts, and from then on sends the texts it found there, by their keys,
-- with parameters of fixed names; of what comes back it reads columns of fixed names. Only the keys, the parameters and these columns are its terms; the tables are ours.
--
-- The whole script runs in one transaction and may be run again: tables that are there stay, texts are replaced by those of this version.

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey  varchar(64) PRIMARY KEY,
    QueryText text NOT NULL
);

-- Members. Every change of a member's row goes with a new version of the cluster's, so that two silos that have read the same version cannot both write.
CREATE TABLE IF NOT EXISTS ganactors_cluster (
    cluster    varchar(150) PRIMARY KEY,
    version    integer NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS ganactors_silo (
    cluster      varchar(150) NOT NULL REFERENCES ganactors_cluster,
    address      varchar(45) NOT NULL,
    port         integer NOT NULL,
    generation   integer NOT NULL,
    name         varchar(150) NOT NULL,
    host         varchar(150) NOT NULL,
    status       integer NOT NULL,
    gateway_port integer NOT NULL,
    suspicions   text,
    started_at   timestamptz NOT NULL,
    alive_at     timestamptz NOT NULL,
    PRIMARY KEY (cluster, address, port, generation)
);

CREATE TABLE IF NOT EXISTS ganactors_reminder (
    service    varchar(150) NOT NULL,
    grain      varchar(512) NOT NULL,
    name       varchar(150) NOT NULL,
    starts_at  timestamptz NOT NULL,
    period_ms  bigint NOT NULL,
    grain_hash integer NOT NULL,
    version    integer NOT NULL DEFAULT 0,
    PRIMARY KEY (service, grain, name)
);
CREATE INDEX IF NOT EXISTS ganactors_reminder_by_hash ON ganactors_reminder (service, grain_hash);

-- A grain without a key extension has an empty one here: a primary key takes no null.
CREATE TABLE IF NOT EXISTS ganactors_grain_state (
    service    varchar(150) NOT NULL,
    grain_type varchar(512) NOT NULL,
    key0       bigint NOT NULL,
    key1       bigint NOT NULL,
    extension  varchar(512) NOT NULL,
    payload    bytea,
    version    integer NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service, grain_type, key0, key1, extension)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
-- Members ---------------------------------------------------------------------------------------------------------------------------------------------
('InsertMembershipVersionKey', $query$
    WITH made AS (INSERT INTO ganactors_cluster (cluster) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM made)
$query$),
('MembershipReadAllKey', $query$
    SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host AS HostName, s.status AS Status,
           s.gateway_port AS ProxyPort, s.suspicions AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime, c.version AS Version
    FROM ganactors_cluster c LEFT JOIN ganactors_silo s ON s.cluster = c.cluster
    WHERE c.cluster = @DeploymentId
$query$),
('MembershipReadRowKey', $query$
    SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName, s.host AS HostName, s.status AS Status,
           s.gateway_port AS ProxyPort, s.suspicions AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime, c.version AS Version
    FROM ganactors_cluster c
    LEFT JOIN ganactors_silo s ON s.cluster = c.cluster AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    WHERE c.cluster = @DeploymentId
$query$),
-- The version is taken only if the row can be written, and the row is written only if the version was taken.
('InsertMembershipKey', $query$
    WITH taken AS (
        UPDATE ganactors_cluster c SET version = c.version + 1, changed_at = now()
        WHERE c.cluster = @DeploymentId AND c.version = @Version AND NOT EXISTS (
            SELECT 1 FROM ganactors_silo s WHERE s.cluster = c.cluster AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
        RETURNING c.cluster),
    written AS (
        INSERT INTO ganactors_silo (cluster, address, port, generation, name, host, status, gateway_port, started_at, alive_at)
        SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM taken
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM written)
$query$),
('UpdateMembershipKey', $query$
    WITH taken AS (
        UPDATE ganactors_cluster c SET version = c.version + 1, changed_at = now()
        WHERE c.cluster = @DeploymentId AND c.version = @Version AND EXISTS (
            SELECT 1 FROM ganactors_silo s WHERE s.cluster = c.cluster AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
        RETURNING c.cluster),
    written AS (
        UPDATE ganactors_silo s SET status = @Status, suspicions = @SuspectTimes, alive_at = @IAmAliveTime
        FROM taken WHERE s.cluster = taken.cluster AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM written)
$query$),
('UpdateIAmAlivetimeKey', $query$
    UPDATE ganactors_silo SET alive_at = @IAmAliveTime
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$query$),
-- 3 is a silo that is active.
('CleanupDefunctSiloEntriesKey', $query$
    DELETE FROM ganactors_silo WHERE cluster = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
$query$),
('DeleteMembershipTableEntriesKey', $query$
    WITH gone AS (DELETE FROM ganactors_silo WHERE cluster = @DeploymentId)
    UPDATE ganactors_cluster SET version = version + 1, changed_at = now() WHERE cluster = @DeploymentId
$query$),
('GatewaysQueryKey', $query$
    SELECT address AS Address, gateway_port AS ProxyPort, generation AS Generation
    FROM ganactors_silo WHERE cluster = @DeploymentId AND status = @Status AND gateway_port > 0
$query$),
-- Reminders --------------------------------------------------------------------------------------------------------------------------------------------
('UpsertReminderRowKey', $query$
    INSERT INTO ganactors_reminder AS r (service, grain, name, starts_at, period_ms, grain_hash)
    VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
    ON CONFLICT (service, grain, name) DO UPDATE
    SET starts_at = excluded.starts_at, period_ms = excluded.period_ms, grain_hash = excluded.grain_hash, version = r.version + 1
    RETURNING r.version AS Version
$query$),
('ReadReminderRowKey', $query$
    SELECT grain AS GrainId, name AS ReminderName, starts_at AS StartTime, period_ms AS Period, version AS Version
    FROM ganactors_reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName
$query$),
('ReadReminderRowsKey', $query$
    SELECT grain AS GrainId, name AS ReminderName, starts_at AS StartTime, period_ms AS Period, version AS Version
    FROM ganactors_reminder WHERE service = @ServiceId AND grain = @GrainId
$query$),
-- A range of the ring of hashes is open at its beginning; the second form is a range across the ring's seam.
('ReadRangeRows1Key', $query$
    SELECT grain AS GrainId, name AS ReminderName, starts_at AS StartTime, period_ms AS Period, version AS Version
    FROM ganactors_reminder WHERE service = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
$query$),
('ReadRangeRows2Key', $query$
    SELECT grain AS GrainId, name AS ReminderName, starts_at AS StartTime, period_ms AS Period, version AS Version
    FROM ganactors_reminder WHERE service = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)
$query$),
('DeleteReminderRowKey', $query$
    WITH gone AS (
        DELETE FROM ganactors_reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM gone)
$query$),
('DeleteReminderRowsKey', $query$
    DELETE FROM ganactors_reminder WHERE service = @ServiceId
$query$),
-- Grain state ------------------------------------------------------------------------------------------------------------------------------------------
-- A version that comes back unchanged, or none, says that somebody else has written.
('WriteToStorageKey', $query$
    WITH changed AS (
        UPDATE ganactors_grain_state SET payload = @PayloadBinary, version = version + 1, changed_at = now()
        WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1
          AND extension = COALESCE(@GrainIdExtensionString, '') AND version = @GrainStateVersion
        RETURNING version),
    made AS (
        INSERT INTO ganactors_grain_state (service, grain_type, key0, key1, extension, payload, version)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(@GrainIdExtensionString, ''), @PayloadBinary, 1
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version)
    SELECT COALESCE((SELECT version FROM changed), (SELECT version FROM made), @GrainStateVersion) AS NewGrainStateVersion
$query$),
('ReadFromStorageKey', $query$
    SELECT payload AS PayloadBinary, version AS Version
    FROM ganactors_grain_state
    WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1
      AND extension = COALESCE(@GrainIdExtensionString, '')
$query$),
('ClearStorageKey', $query$
    UPDATE ganactors_grain_state SET payload = NULL, version = version + 1, changed_at = now()
    WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1
      AND extension = COALESCE(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion
$query$),
('DeleteStorageKey', $query$
    DELETE FROM ganactors_grain_state
    WHERE service = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1
      AND extension = COALESCE(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion
$query$)
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;
