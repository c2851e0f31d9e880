namespace ClientRegistry.Web.Hosting;

/// <summary>What the host tells its operator.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Database migrated: {Migrations}")]
    public static partial void DatabaseMigrated(ILogger logger, IReadOnlyList<string> migrations);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Migration lock left behind by a process that ended during a migration; taken over")]
    public static partial void MigrationLockTakenOver(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Data Protection keys are stored in clear: set DataProtection:CertificateFile to protect them")]
    public static partial void KeysInClear(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Lookups wait for imports: READ_COMMITTED_SNAPSHOT is off. Switch it on with "
            + "ALTER DATABASE [{Database}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE")]
    public static partial void ReadersWait(ILogger logger, string database);
}
