using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>Checks an options class by its own attributes and rules, and begins each complaint with the key at fault.</summary>
/// <typeparam name="T">The options class.</typeparam>
/// <param name="section">Name of its section.</param>
/// <param name="configuration">What was written there: the binder leaves out one text where a list is meant.</param>
internal sealed class SectionValidator<T>(string section, IConfiguration configuration) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var failures = new List<string>();
        Examine(options, section, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private void Examine(object options, string path, List<string> failures)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var member = result.MemberNames.FirstOrDefault();
            failures.Add($"{(member is null ? path : $"{path}:{member}")}: {result.ErrorMessage}");
        }

        foreach (var list in options.GetType().GetProperties().Where(p => p.PropertyType == typeof(IReadOnlyList<string>)))
        {
            var key = $"{path}:{list.Name}";
            if (!string.IsNullOrEmpty(configuration[key]))
                failures.Add($"{key}: is a list. Write {key}:0 for the first of it.");
        }

        foreach (var property in options.GetType().GetProperties().Where(p => IsSection(p.PropertyType)))
        {
            if (property.GetValue(options) is { } nested) Examine(nested, $"{path}:{property.Name}", failures);
        }
    }

    private static bool IsSection(Type type) =>
        type is { IsClass: true } && type.Assembly.GetName().Name!.StartsWith("ClientRegistry.", StringComparison.Ordinal);
}

/// <summary>Binds options classes to their sections.</summary>
internal static class Sections
{
    /// <summary>Binds a section, and has it checked before anything is served.</summary>
    /// <typeparam name="T">The options class.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="section">Name of the section.</param>
    public static IServiceCollection AddSection<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>>(
            provider => new SectionValidator<T>(section, provider.GetRequiredService<IConfiguration>()));
    }
}
