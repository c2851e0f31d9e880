using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ClientRegistry.Testing.TransactSql;

/// <summary>Reads T-SQL with Microsoft's own parser, the grammar of SQL Server 2022.</summary>
public static class TransactSqlParser
{
    /// <summary>What is wrong with a script; empty when nothing is.</summary>
    /// <param name="script">T-SQL, batches parted by <c>GO</c>.</param>
    public static IReadOnlyList<string> ErrorsIn(string script)
    {
        using var reader = new StringReader(script);
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return [.. errors.Select(e => $"line {e.Line}, column {e.Column}: {e.Message}")];
    }
}
