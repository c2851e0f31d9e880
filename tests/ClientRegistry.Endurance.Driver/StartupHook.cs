using System.Reflection;
using System.Runtime.Loader;

/// <summary>
/// Run by the runtime before <c>Main</c> of the program that <c>DOTNET_STARTUP_HOOKS</c> is set for: lets that program
/// find this assembly, which is not among its files.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var driver = Assembly.GetExecutingAssembly();
        AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == driver.GetName().Name ? driver : null;
    }
}
