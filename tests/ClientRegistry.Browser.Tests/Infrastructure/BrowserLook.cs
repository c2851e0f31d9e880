using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>How a visitor looks at the pages: size of the window, light or dark, with or without JavaScript.</summary>
public sealed record BrowserLook
{
    /// <summary>A window on a desk, light.</summary>
    public static readonly BrowserLook Desktop = new();

    /// <summary>A window on a desk, dark.</summary>
    public static readonly BrowserLook Dark = new() { Scheme = ColorScheme.Dark };

    /// <summary>320 CSS pixels wide, the least that WCAG 2.2 criterion 1.4.10 asks for.</summary>
    public static readonly BrowserLook Narrow = new() { Width = 320, Height = 640 };

    /// <summary>320 CSS pixels wide, dark.</summary>
    public static readonly BrowserLook NarrowDark = Narrow with { Scheme = ColorScheme.Dark };

    /// <summary>A window on a desk that runs no script.</summary>
    public static readonly BrowserLook WithoutScript = new() { JavaScript = false };

    /// <summary>Width in CSS pixels.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Height in CSS pixels.</summary>
    public int Height { get; init; } = 800;

    /// <summary>Light or dark.</summary>
    public ColorScheme Scheme { get; init; } = ColorScheme.Light;

    /// <summary>Runs the pages' scripts.</summary>
    public bool JavaScript { get; init; } = true;
}
