namespace ClientRegistry.Web.Components.Layout;

/// <summary>Light, dark or as the system has it: a choice kept in a cookie, so that no page flashes.</summary>
internal static class Appearance
{
    private const string Cookie = "appearance";
    private const string System = "system";

    /// <summary>What the browser's person chose: <c>light</c>, <c>dark</c> or <c>system</c>.</summary>
    /// <param name="http">The request.</param>
    public static string Of(HttpContext http) =>
        http.Request.Cookies[Cookie] is "light" or "dark" ? http.Request.Cookies[Cookie]! : System;
}
