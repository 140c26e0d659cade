using System.Net;
using System.Net.Sockets;

namespace MarginGrains.Host.Server;

/// <summary>TCP ports on the loopback address.</summary>
internal static class Ports
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>
    /// Throws <c>port_in_use</c> or <c>port_refused</c>, before anything is opened that would have to be closed again.
    /// </summary>
    public static void RequireFree(int port)
    {
        if (port == 0) return;
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new ServerException(
                "port_in_use",
                $"Port {port} is in use by another program; choose another with --port, or 0 for any free one.", e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new ServerException(
                "port_refused", $"Port {port} may not be opened by this user; choose one above 1023.", e);
        }
    }
}
