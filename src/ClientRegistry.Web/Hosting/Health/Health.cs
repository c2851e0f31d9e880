using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClientRegistry.Web.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work.</summary>
internal static class Health
{
    /// <summary>Adds the checks.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks()
        .AddCheck<DatabaseCheck>("database", timeout: TimeSpan.FromSeconds(5))
        .AddCheck<MigrationsCheck>("migrations", timeout: TimeSpan.FromSeconds(5))
        .AddCheck<KeysCheck>("keys")
        .AddCheck<MailCheck>("mail");

    /// <summary>Maps both.</summary>
    /// <param name="app">The built host.</param>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write })
            .AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write }).AllowAnonymous();
    }

    /// <summary>Names and states only: causes stand in the log, because anybody may read this.</summary>
    private static Task Write(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status.ToString()),
        });
    }
}
