using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>Makes relative paths absolute: a working directory is not where the application is.</summary>
/// <param name="options">The configured directory.</param>
/// <param name="environment">Where the application is.</param>
internal sealed class DataDirectory(IOptions<DataOptions> options, IHostEnvironment environment)
{
    /// <summary>The directory for database, keys and dropped mail.</summary>
    public string Root => Absolute(options.Value.Directory);

    /// <summary>A path from the directory on.</summary>
    /// <param name="path">Absolute or relative.</param>
    public string Below(string path) => Path.GetFullPath(path, Root);

    /// <summary>A path from the application on.</summary>
    /// <param name="path">Absolute or relative.</param>
    public string Absolute(string path) => Path.GetFullPath(path, environment.ContentRootPath);
}
