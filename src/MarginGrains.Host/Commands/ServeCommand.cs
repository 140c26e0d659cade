using System.CommandLine;
using System.Net;
using MarginGrains.Host.Output;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var database = new Option<string>("--database")
        {
            Description = "The SQLite file; created if missing.",
            DefaultValueFactory = _ => "margingrains.db",
        };
        var port = CommonOptions.Port(CommonOptions.DefaultPort);
        var listen = new Option<string>("--listen")
        {
            Description =
                "Address to listen on. There is no sign-in yet: whoever reaches it can move money, so leave it at "
                + "127.0.0.1 outside a closed network.",
            DefaultValueFactory = _ => "127.0.0.1",
            Validators =
            {
                r =>
                {
                    if (r.Tokens is [var token] && !IPAddress.TryParse(token.Value, out _))
                    {
                        r.AddError($"--listen must be an IP address, not '{token.Value}'.");
                    }
                },
            },
        };
        var partitions = CommonOptions.Partitions();
        var command = new Command("serve",
            """
            Runs a server on this machine until it is stopped: accounts, prices and margin over HTTP, and the risk desk
            page.

            Example:
              margingrains serve --database desk.db
              curl -X PUT localhost:5190/v1/accounts/alice -H 'Content-Type: application/json' \
                   -d '{"regimeId":"fx-retail","currency":"USD"}'
            """)
        {
            database, port, listen, partitions,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            OutputFormat.Plain,
            output => RunAsync(output, new ServerOptions
            {
                DatabasePath = Path.GetFullPath(parsed.GetValue(database)!),
                Port = parsed.GetValue(port),
                Listen = IPAddress.Parse(parsed.GetValue(listen)!),
                Partitions = parsed.GetValue(partitions),
            }, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        IRunOutput output, ServerOptions options, CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(options, cancellationToken);
        output.Note($"Risk desk: {server.Address}");
        output.Note($"API:       {server.Address}v1/");
        output.Note($"Database:  {options.DatabasePath}");
        output.Note("Stop with Ctrl+C.");
        await server.WhenStoppedAsync(cancellationToken);
        return CommandFailures.Success;
    }
}
