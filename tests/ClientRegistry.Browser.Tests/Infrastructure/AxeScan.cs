using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ClientRegistry.Browser.Tests.Infrastructure;

/// <summary>The automated part of WCAG 2.2 AA.</summary>
internal static class AxeScan
{
    private static readonly AxeRunOptions Options = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        },
    };

    /// <summary>Fails with every violation, the rule's help and the elements at fault. The page must run scripts.</summary>
    internal static async Task AssertNoViolationsAsync(IPage page)
    {
        var result = await page.RunAxe(Options);
        Assert.True(result.Passes.Length > 0, $"The scan of {page.Url} looked at nothing.");
        Assert.True(result.Violations.Length == 0, Describe(page.Url, result.Violations));
    }

    /// <summary>Fails when the page must be scrolled sideways (criterion 1.4.10), and names what sticks out.</summary>
    internal static async Task AssertNoSidewaysScrollAsync(IPage page)
    {
        var culprits = await page.EvaluateAsync<string[]>(
            """
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              return [...document.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > width + 1)
                .slice(0, 10)
                .map(e => e.outerHTML.slice(0, 160));
            }
            """);
        Assert.True(culprits.Length == 0, $"{page.Url} scrolls sideways:\n{string.Join('\n', culprits)}");
    }

    private static string Describe(string url, AxeResultItem[] violations)
    {
        StringBuilder text = new();
        text.AppendLine(null, $"{violations.Length} violation(s) on {url}");
        foreach (var violation in violations)
        {
            text.AppendLine(null, $"[{violation.Impact}] {violation.Id}: {violation.Help} ({violation.HelpUrl})");
            foreach (var node in violation.Nodes)
            {
                text.AppendLine(null, $"    at {node.Target}: {node.Html}");
                foreach (var check in node.Any.Concat(node.All).Concat(node.None))
                    text.AppendLine(null, $"       {check.Message}");
            }
        }

        return text.ToString();
    }
}
