using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>Makes relative paths absolute: a working directory is not where the application is.</summary>
/// <param name="options">The configured directory.</param>
/// <param name="environment">Where the application is.</param>
internal sealed class DataDirectory(IOptions<DataOptions> options, IHostEnvironment environment)
{
    /// <summary>The directory for database, keys and dropped mail.</summary>
    public string Root => Absolute(options.Value.Directory);

    /// <summary>A place under the directory, unless another one is configured.</summary>
    /// <param name="configured">A path from configuration; null or empty for none.</param>
    /// <param name="name">Name under the directory.</param>
    public string PathOf(string? configured, string name) =>
        string.IsNullOrWhiteSpace(configured) ? Path.Combine(Root, name) : Absolute(configured);

    /// <summary>The path from the content root on.</summary>
    /// <param name="path">Absolute or relative.</param>
    public string Absolute(string path) => Path.GetFullPath(path, environment.ContentRootPath);
}
