using System.Globalization;

namespace ClientRegistry.Endurance.Tests.Infrastructure;

/// <summary>How long the tests of this project go on: short unless <c>tests/endure.sh</c> asks for more.</summary>
internal static class Effort
{
    /// <summary>How often the program is killed.</summary>
    public static int Kills => Read("CLIENTREGISTRY_TEST_KILLS", 5);

    /// <summary>How many approvals there are while the mail server is away.</summary>
    public static int MailsOfOutage => Read("CLIENTREGISTRY_TEST_OUTAGE", 60);

    /// <summary>Says what was counted or measured.</summary>
    public static void Report(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static int Read(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
