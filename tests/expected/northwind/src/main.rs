/// A server allocates for every request; this is faster at it than the system's allocator.
#[global_allocator]
static ALLOCATOR: formwork_runtime::MiMalloc = formwork_runtime::MiMalloc;

fn main() -> std::process::ExitCode {
    northwind::app().run()
}
