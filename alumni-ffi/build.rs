//! Gives the shared library its soname, `libalumni.so.0.MINOR`: before 1.0 every minor version may break the ABI.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    if variable("CARGO_CFG_TARGET_OS") == "linux" {
        let minor = variable("CARGO_PKG_VERSION_MINOR");
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libalumni.so.0.{minor}");
    }
}
