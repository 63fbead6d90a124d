using System.Runtime.InteropServices;

namespace GanActors.Datasets;

/// <summary>
/// The part of libjpeg-turbo's TurboJPEG API that decodes (turbojpeg.h, version 2.0; version 3 still has it). The library is looked for when
/// the first JPEG file is met, so that nobody needs it who has none.
/// </summary>
internal sealed unsafe class TurboJpeg
{
    // Constants of turbojpeg.h.
    public const int PixelsRgb = 0, PixelsGrey = 6, PixelsCmyk = 11;
    public const int SpaceGrey = 2, SpaceCmyk = 3, SpaceYcck = 4;
    public const int LimitScans = 32768;
    public const int CodeWarning = 0;

    private static readonly Lazy<TurboJpeg> Loaded = new(() => new TurboJpeg());

    private readonly delegate* unmanaged[Cdecl]<nint> _open;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int> _header;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> _decompress;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> _error;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _errorCode;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _close;

    private TurboJpeg()
    {
        nint library = Load();
        _open = (delegate* unmanaged[Cdecl]<nint>)Entry("tjInitDecompress");
        _header = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)Entry("tjDecompressHeader3");
        _decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)Entry("tjDecompress2");
        _error = (delegate* unmanaged[Cdecl]<nint, byte*>)Entry("tjGetErrorStr2");
        _errorCode = (delegate* unmanaged[Cdecl]<nint, int>)Entry("tjGetErrorCode");
        _close = (delegate* unmanaged[Cdecl]<nint, int>)Entry("tjDestroy");

        nint Entry(string name) => NativeLibrary.TryGetExport(library, name, out nint entry)
            ? entry
            : throw new DatasetException($"The TurboJPEG library found here is too old: it has no {name}, which came with libjpeg-turbo 2.0. {HowToInstall}");
    }

    /// <summary>The library.</summary>
    /// <exception cref="DatasetException">It is not installed; the message says how to install it.</exception>
    public static TurboJpeg Library => Loaded.Value;

    /// <summary>The names it goes by, in the order they are tried.</summary>
    public static IReadOnlyList<string> Names { get; } =
        OperatingSystem.IsWindows() ? ["turbojpeg.dll", "libturbojpeg.dll", @"C:\libjpeg-turbo64\bin\turbojpeg.dll"]
        : OperatingSystem.IsMacOS() ?
        [
            "libturbojpeg.0.dylib", "libturbojpeg.dylib", "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib",
            "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib", "/opt/libjpeg-turbo/lib/libturbojpeg.dylib",
        ]
        : ["libturbojpeg.so.0", "libturbojpeg.so"];

    /// <summary>What to do where it is missing.</summary>
    public static string HowToInstall =>
        OperatingSystem.IsWindows() ? "Install libjpeg-turbo (https://libjpeg-turbo.org) and put the folder of turbojpeg.dll on the PATH."
        : OperatingSystem.IsMacOS() ? "Install it with: brew install jpeg-turbo"
        : "Install it with: apt-get install libturbojpeg0 (Ubuntu: libturbojpeg; Fedora: turbojpeg; Arch: libjpeg-turbo).";

    /// <summary>A decoder's handle, for one thread at a time.</summary>
    public nint Open()
    {
        nint handle = _open();
        return handle != 0 ? handle : throw new DatasetException($"TurboJPEG cannot start: {Text(_error(0))}.");
    }

    /// <summary>What a file's header says; -1 on an error.</summary>
    public int ReadHeader(nint handle, byte* file, nuint length, out int width, out int height, out int space)
    {
        int w = 0, h = 0, s = 0, subsampling = 0;
        int result = _header(handle, file, new CULong(length), &w, &h, &subsampling, &s);
        (width, height, space) = (w, h, s);
        return result;
    }

    /// <summary>Decodes a file into <c>[height, width, channels]</c>; -1 on an error, and on a warning, after which the pixels stand all the same.</summary>
    public int Decompress(nint handle, byte* file, nuint length, byte* pixels, int width, int pitch, int height, int format, int flags) =>
        _decompress(handle, file, new CULong(length), pixels, width, pitch, height, format, flags);

    /// <summary>The last error or warning.</summary>
    public string Error(nint handle) => Text(_error(handle));

    /// <summary>Whether it was only a warning.</summary>
    public bool IsWarning(nint handle) => _errorCode(handle) == CodeWarning;

    /// <summary>Ends a handle.</summary>
    public void Close(nint handle) => _ = _close(handle);

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "no reason given";

    private static nint Load()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
                return library;
        }

        throw new DatasetException($"JPEG files need libjpeg-turbo's TurboJPEG library, and {string.Join(", ", Names)} are not to be found. {HowToInstall}");
    }
}
