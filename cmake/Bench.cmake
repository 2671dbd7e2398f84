# coroscope_bench: bench/*.cpp with Google Benchmark.
find_package(benchmark REQUIRED)

coroscope_sources(bench_sources FOLDER bench)
add_executable(coroscope_bench ${bench_sources} tests/support/heavy_runs.cpp)
coroscope_target(coroscope_bench)
target_link_libraries(coroscope_bench PRIVATE
    coroscope_gui_app coroscope_formats coroscope_sync benchmark::benchmark)
