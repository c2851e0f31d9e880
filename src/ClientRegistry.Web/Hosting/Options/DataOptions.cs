using System.ComponentModel.DataAnnotations;

namespace ClientRegistry.Web.Hosting;

/// <summary>Where the embedded defaults keep their files; section <c>Data</c>.</summary>
internal sealed class DataOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Data";

    /// <summary>The directory; a relative one is beside the application. Default <c>App_Data</c>.</summary>
    [Required(ErrorMessage = "must not be empty.")]
    public string Directory { get; set; } = "App_Data";
}
