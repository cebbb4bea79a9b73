// A work is one flowgraph of one shape, ready to run once.
#pragma once

#include <gnuradio/top_block.h>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

struct work {
    gr::top_block_sptr graph;
    std::uint64_t samples = 0;     // that all sources make together
    std::function<void()> check;   // after the run; throws if samples are missing
    std::function<double()> age{}; // after the run, the median in µs; empty if the work is about rate
};

using parameters = std::map<std::string, std::string>;

// make_work builds the work of that name whose sources make so many samples
// each. It throws std::out_of_range for a name or parameter that is not there.
work make_work(const std::string& name, const parameters& with, std::uint64_t samples);
