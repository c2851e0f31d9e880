using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;

namespace ClientRegistry.Testing.TransactSql;

/// <summary>
/// Translates every query that a test sends to SQLite for SQL Server too and parses the result, so that a query which
/// the production database would not understand fails the very test that sends it. EF Core compiles each query once a
/// process, so this costs little.
/// </summary>
internal sealed class AlsoOnSqlServer : IQueryExpressionInterceptor
{
    public static AlsoOnSqlServer Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var server = new SilentSqlServer();
        using var db = server.CreateDbContext();
        var query = new ForSqlServer(db).Visit(queryExpression);
        try
        {
            Send(query, db);
        }
        catch (Exception e) when ((e as TargetInvocationException)?.InnerException is SilenceException || e is SilenceException)
        {
            // All that was asked of it is written down.
        }

        foreach (var command in server.Commands)
        {
            if (TransactSqlParser.ErrorsIn(command) is { Count: > 0 } errors)
                throw new InvalidOperationException($"Not T-SQL: {string.Join("; ", errors)}\n{command}");
        }

        if (server.Commands.Count == 0)
            throw new InvalidOperationException($"No T-SQL came of the query:\n{queryExpression}");
        return queryExpression;
    }

    private static void Send(Expression query, DbContext db)
    {
        var provider = ((IQueryable)db.Set<Core.Clients.Scope>()).Provider;
        if (!typeof(IQueryable).IsAssignableFrom(query.Type))
        {
            provider.Execute(query);
            return;
        }

        ((IEnumerable)provider.CreateQuery(query)).GetEnumerator().MoveNext();
    }

    /// <summary>Roots the query in the other model, and puts a plain value where a parameter stands.</summary>
    private sealed class ForSqlServer(DbContext db) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node switch
        {
            EntityQueryRootExpression root => new EntityQueryRootExpression(
                (IAsyncQueryProvider)((IQueryable)db.Set<Core.Clients.Scope>()).Provider,
                db.Model.FindEntityType(root.EntityType.Name)!),
            QueryParameterExpression parameter => Expression.Constant(SomeValue(parameter.Type), parameter.Type),
            _ => base.VisitExtension(node),
        };

        private static object? SomeValue(Type type)
        {
            var bare = Nullable.GetUnderlyingType(type) ?? type;
            if (bare == typeof(string)) return "text";
            if (bare.IsValueType) return Activator.CreateInstance(bare);
            return SomeList(bare);
        }

        private static object? SomeList(Type type)
        {
            var element = type.IsArray
                ? type.GetElementType()
                : type.GetInterfaces().Append(type)
                    .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))
                    ?.GetGenericArguments()[0];
            if (element is null) return null;

            var values = Array.CreateInstance(element, 2);
            for (var i = 0; i < values.Length; i++) values.SetValue(SomeValue(element), i);
            if (type.IsInstanceOfType(values)) return values;

            // HashSet<T> and List<T> take what they hold in their constructor.
            return Activator.CreateInstance(type, values);
        }
    }
}
