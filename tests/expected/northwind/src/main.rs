fn main() -> std::process::ExitCode {
    northwind::app().run()
}
