using Lithe.Build.RootFiles;

namespace Lithe.Build.Tests;

/// <summary>What of <c>apt-cache depends</c>' listing is reached.</summary>
public sealed class DebianPackagesTests
{
    private const string Listing = """
        ls:amd64
          PreDepends: libsel:amd64
          Depends: debconf:amd64
            cdebconf:amd64
         |Depends: one:amd64
          Depends: other:amd64
        libsel:amd64
          Depends: libc:amd64
          Depends: <virtual>
            real:amd64
        libc:amd64
        one:amd64
        other:amd64
        <virtual>
        real:amd64
        debconf:amd64
          Depends: perl-base:amd64
          PreDepends: libscript:amd64
        perl-base:amd64
          PreDepends: dpkg:amd64
        dpkg:amd64
          Depends: libscript:amd64
        libscript:amd64
        perl:amd64
          PreDepends: dpkg:amd64
          Depends: perl-base:amd64
          Depends: libperl:amd64
        libperl:amd64
        """;

    [Fact]
    public void DependenciesBeforeAndAfterAreFollowedAndScriptsAreNot() =>
        Assert.Equal(["libc", "libsel", "ls", "one", "other", "real"], DebianPackages.Reach(["ls"], Listing, ":amd64"));

    [Fact]
    public void PerlHasItsProgram() => Assert.Equal(["libperl", "perl", "perl-base"], DebianPackages.Reach(["perl"], Listing, ":amd64"));

    [Fact]
    public void WhatIsAskedForIsThere() => Assert.Equal(["dpkg", "libscript"], DebianPackages.Reach(["dpkg"], Listing, ":amd64"));
}
