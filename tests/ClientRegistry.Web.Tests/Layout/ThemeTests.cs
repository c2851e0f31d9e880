using System.Text.RegularExpressions;
using ClientRegistry.Testing;
using ClientRegistry.Web.Components.Layout;
using MudBlazor;
using MudColor = MudBlazor.Utilities.MudColor;

namespace ClientRegistry.Web.Tests.Layout;

public sealed partial class ThemeTests
{
    /// <summary>WCAG 2.2, 1.4.3: text.</summary>
    private const double Text = 4.5;

    /// <summary>WCAG 2.2, 1.4.11: what shows where a control is.</summary>
    private const double Control = 3;

    public static TheoryData<string> Modes => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Text_can_be_read_on_every_ground(string mode)
    {
        var palette = Of(mode);
        MudColor[] grounds = [palette.Background, palette.BackgroundGray, palette.Surface];
        MudColor[] texts =
        [
            palette.TextPrimary, palette.TextSecondary, palette.TextDisabled, palette.Primary, palette.Secondary,
            palette.Tertiary, palette.Info, palette.Success, palette.Warning, palette.Error, palette.ActionDefault,
        ];
        foreach (var ground in grounds)
            Assert.All(texts, text => Assert.True(Contrast(text, ground) >= Text, $"{text} on {ground}: {Contrast(text, ground):0.00}"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Text_can_be_read_on_filled_buttons_and_chips(string mode)
    {
        var palette = Of(mode);
        (MudColor Text, MudColor Ground)[] pairs =
        [
            (palette.PrimaryContrastText, palette.Primary), (palette.SecondaryContrastText, palette.Secondary),
            (palette.TertiaryContrastText, palette.Tertiary), (palette.InfoContrastText, palette.Info),
            (palette.SuccessContrastText, palette.Success), (palette.WarningContrastText, palette.Warning),
            (palette.ErrorContrastText, palette.Error), (palette.DarkContrastText, palette.Dark),
            (palette.ActionDisabled, palette.ActionDisabledBackground), (palette.AppbarText, palette.AppbarBackground),
            (palette.DrawerText, palette.DrawerBackground),
        ];
        Assert.All(pairs, p => Assert.True(Contrast(p.Text, p.Ground) >= Text, $"{p.Text} on {p.Ground}: {Contrast(p.Text, p.Ground):0.00}"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_edges_of_inputs_can_be_seen(string mode)
    {
        var palette = Of(mode);
        Assert.All(
            new[] { palette.Background, palette.Surface },
            ground => Assert.True(Contrast(palette.LinesInputs, ground) >= Control, $"{palette.LinesInputs} on {ground}"));
    }

    [Theory]
    [InlineData("light", ":root {")]
    [InlineData("dark", ":root[data-theme=\"dark\"] {")]
    [InlineData("dark", ":root[data-theme=\"system\"] {")]
    public void Static_pages_have_the_same_colours(string mode, string selector)
    {
        var palette = Of(mode);
        var colours = ColoursOf(selector);

        Assert.Equal(
            new Dictionary<string, MudColor>
            {
                ["primary"] = palette.Primary,
                ["primary-contrast"] = palette.PrimaryContrastText,
                ["success"] = palette.Success,
                ["warning"] = palette.Warning,
                ["error"] = palette.Error,
                ["text"] = palette.TextPrimary,
                ["text-secondary"] = palette.TextSecondary,
                ["background"] = palette.Background,
                ["background-gray"] = palette.BackgroundGray,
                ["surface"] = palette.Surface,
                ["line"] = palette.LinesDefault,
                ["line-input"] = palette.LinesInputs,
            },
            colours);
    }

    private static Palette Of(string mode) =>
        mode == "light" ? RegistryTheme.Theme.PaletteLight : RegistryTheme.Theme.PaletteDark;

    private static Dictionary<string, MudColor> ColoursOf(string selector)
    {
        var css = File.ReadAllText(Path.Combine(Repository.Root, "src/ClientRegistry.Web/wwwroot/app.css"));
        var start = css.IndexOf(selector, StringComparison.Ordinal);
        var block = css[start..css.IndexOf('}', start)];
        return Colour().Matches(block).ToDictionary(m => m.Groups[1].Value, m => new MudColor(m.Groups[2].Value));
    }

    /// <summary>WCAG 2.2, contrast ratio.</summary>
    private static double Contrast(MudColor a, MudColor b)
    {
        var (light, dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(MudColor colour)
    {
        Assert.Equal(1, colour.APercentage);
        return (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));
    }

    private static double Linear(byte channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--([a-z-]+): (#[0-9a-f]{6});")]
    private static partial Regex Colour();
}
