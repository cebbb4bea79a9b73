// flowgraphs runs one flowgraph on GNU Radio and prints what it took:
//
//   flowgraphs chain/copies=4 100000000
//   chain/copies=4 samples=100000000 seconds=0.912345 Ms/s=109.6
//
// The second argument is how many samples each source makes. Works about
// latency print p50us, a median in µs, instead of Ms/s.
#include "works.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <sstream>

namespace {

// parse splits a name like random/pipes=5/stages=6.
std::string parse(const std::string& full, parameters& with)
{
    std::istringstream parts(full);
    std::string name, part;
    std::getline(parts, name, '/');
    while (std::getline(parts, part, '/')) {
        const auto equals = part.find('=');
        if (equals == std::string::npos)
            throw std::out_of_range("parameter without a value: " + part);
        with[part.substr(0, equals)] = part.substr(equals + 1);
    }
    return name;
}

void run(const std::string& full, std::uint64_t samples)
{
    parameters with;
    const auto name = parse(full, with);
    auto w = make_work(name, with, samples);
    const auto start = std::chrono::steady_clock::now();
    w.graph->run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    w.check();
    std::printf("%s samples=%ju seconds=%.9f ", full.c_str(), static_cast<std::uintmax_t>(w.samples), took.count());
    if (w.age)
        std::printf("p50us=%.3f\n", w.age());
    else
        std::printf("Ms/s=%.3f\n", w.samples / took.count() / 1e6);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: flowgraphs WORK SAMPLES, for example: flowgraphs chain/copies=4 100000000\n");
        return 2;
    }
    try {
        run(argv[1], std::stoull(argv[2]));
    } catch (const std::exception& e) {
        std::fprintf(stderr, "flowgraphs: %s %s: %s\n", argv[1], argv[2], e.what());
        return 1;
    }
}
