# A template: packages/manifests.py fills in version and checksums of a release.
class Scoregate < Formula
  desc "@DESCRIPTION@"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@RELEASE@/scoregate-@VERSION@-aarch64-macos.tar.gz"
      sha256 "@SHA256_AARCH64_MACOS@"
    end
    on_intel do
      url "@RELEASE@/scoregate-@VERSION@-x86_64-macos.tar.gz"
      sha256 "@SHA256_X86_64_MACOS@"
    end
  end

  on_linux do
    on_arm do
      url "@RELEASE@/scoregate-@VERSION@-aarch64-linux.tar.gz"
      sha256 "@SHA256_AARCH64_LINUX@"
    end
    on_intel do
      url "@RELEASE@/scoregate-@VERSION@-x86_64-linux.tar.gz"
      sha256 "@SHA256_X86_64_LINUX@"
    end
  end

  def install
    bin.install "scoregate"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/scoregate.bash" => "scoregate"
    zsh_completion.install "completions/_scoregate"
    fish_completion.install "completions/scoregate.fish"
  end

  test do
    assert_equal "scoregate #{version}", shell_output("#{bin}/scoregate --version").strip
  end
end
