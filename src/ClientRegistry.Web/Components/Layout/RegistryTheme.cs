using MudBlazor;

namespace ClientRegistry.Web.Components.Layout;

/// <summary>
/// The portal's colours. <c>wwwroot/app.css</c> gives static pages the same ones; a test holds the two together and
/// computes that every pair of text and ground passes WCAG 2.2 AA.
/// </summary>
internal static class RegistryTheme
{
    private const string SystemFonts = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif";

    /// <summary>Both palettes, system fonts.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1d5a9e",
            PrimaryContrastText = "#ffffff",
            Secondary = "#4b5768",
            SecondaryContrastText = "#ffffff",
            Tertiary = "#5b4a9c",
            TertiaryContrastText = "#ffffff",
            Info = "#1d5a9e",
            InfoContrastText = "#ffffff",
            Success = "#1c6b3f",
            SuccessContrastText = "#ffffff",
            Warning = "#8a4f00",
            WarningContrastText = "#ffffff",
            Error = "#b0261e",
            ErrorContrastText = "#ffffff",
            Dark = "#1b2430",
            DarkContrastText = "#ffffff",
            TextPrimary = "#1b2430",
            TextSecondary = "#4b5768",
            TextDisabled = "#5b6675",
            ActionDefault = "#4b5768",
            ActionDisabled = "#5b6675",
            ActionDisabledBackground = "#e6e9ee",
            Background = "#f6f7f9",
            BackgroundGray = "#eceff3",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b2430",
            DrawerBackground = "#ffffff",
            DrawerText = "#1b2430",
            DrawerIcon = "#4b5768",
            LinesDefault = "#d5dae1",
            LinesInputs = "#76828f",
            TableLines = "#d5dae1",
            Divider = "#d5dae1",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8bb9f2",
            PrimaryContrastText = "#0d1a2b",
            Secondary = "#b1bbc9",
            SecondaryContrastText = "#0d1a2b",
            Tertiary = "#c0b3f0",
            TertiaryContrastText = "#0d1a2b",
            Info = "#8bb9f2",
            InfoContrastText = "#0d1a2b",
            Success = "#82cf9d",
            SuccessContrastText = "#0d1a2b",
            Warning = "#f0bf70",
            WarningContrastText = "#0d1a2b",
            Error = "#f4a29b",
            ErrorContrastText = "#0d1a2b",
            Dark = "#e7ebf1",
            DarkContrastText = "#0d1a2b",
            TextPrimary = "#e7ebf1",
            TextSecondary = "#b1bbc9",
            TextDisabled = "#97a2b1",
            ActionDefault = "#b1bbc9",
            ActionDisabled = "#97a2b1",
            ActionDisabledBackground = "#2a333f",
            Background = "#12171e",
            BackgroundGray = "#0d1218",
            Surface = "#1a212b",
            AppbarBackground = "#1a212b",
            AppbarText = "#e7ebf1",
            DrawerBackground = "#1a212b",
            DrawerText = "#e7ebf1",
            DrawerIcon = "#b1bbc9",
            LinesDefault = "#343f4d",
            LinesInputs = "#8592a3",
            TableLines = "#343f4d",
            Divider = "#343f4d",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = SystemFonts.Split(", ") },
            Button = new ButtonTypography { TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
