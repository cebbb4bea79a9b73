#include "works.h"
#include "blocks.h"

#include <gnuradio/analog/quadrature_demod_cf.h>
#include <gnuradio/blocks/copy.h>
#include <gnuradio/blocks/head.h>
#include <gnuradio/blocks/null_sink.h>
#include <gnuradio/blocks/null_source.h>
#include <gnuradio/blocks/vector_source.h>
#include <gnuradio/filter/fir_filter_blk.h>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace {

using gr::blocks::copy;
using gr::blocks::head;
using gr::blocks::null_sink;
using gr::blocks::null_source;

constexpr auto sample_size = sizeof(gr_complex);

// builder puts blocks into a graph and remembers what its sinks must have read.
struct builder {
    gr::top_block_sptr graph = gr::make_top_block("flowgraph");
    std::vector<std::pair<gr::block_sptr, std::uint64_t>> sinks;

    // join connects b behind a and returns it.
    gr::block_sptr join(gr::block_sptr a, gr::block_sptr b)
    {
        graph->connect(a, 0, b, 0);
        return b;
    }

    gr::block_sptr copies(gr::block_sptr from, int n)
    {
        for (int i = 0; i < n; i++)
            from = join(from, copy::make(sample_size));
        return from;
    }

    void sink(gr::block_sptr from, gr::block_sptr to, std::uint64_t samples)
    {
        sinks.emplace_back(join(from, to), samples);
    }

    work done(std::uint64_t samples, std::function<double()> age = {})
    {
        auto check = [sinks = sinks] {
            for (const auto& [sink, want] : sinks)
                if (sink->nitems_read(0) != want)
                    throw std::runtime_error("a sink read " + std::to_string(sink->nitems_read(0)) +
                                             " samples, not " + std::to_string(want));
        };
        return { graph, samples, check, age };
    }
};

// zeros is a null source that ends after so many samples.
gr::block_sptr zeros(builder& b, std::size_t item, std::uint64_t samples)
{
    return b.join(null_source::make(item), head::make(item, samples));
}

work chain(int k, std::uint64_t samples)
{
    builder b;
    b.sink(b.copies(zeros(b, sample_size, samples), k), null_sink::make(sample_size), samples);
    return b.done(samples);
}

work fan(int n, std::uint64_t samples)
{
    builder b;
    auto from = zeros(b, sample_size, samples);
    for (int i = 0; i < n; i++)
        b.sink(b.copies(from, 1), null_sink::make(sample_size), samples);
    return b.done(samples);
}

// low_pass returns a windowed sinc (Hamming) whose taps add up to 1. cutoff is
// a part of the sample rate.
std::vector<float> low_pass(int n, double cutoff)
{
    std::vector<double> taps(n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
        const double x = i - (n - 1) / 2.0;
        const double sinc = x == 0 ? 2 * cutoff : std::sin(2 * M_PI * cutoff * x) / (M_PI * x);
        taps[i] = sinc * (0.54 - 0.46 * std::cos(2 * M_PI * i / (n - 1)));
        sum += taps[i];
    }
    std::vector<float> out;
    for (double t : taps)
        out.push_back(t / sum);
    return out;
}

// The last head ends the graph, at the lowest rate and with the least work.
work fm(std::uint64_t samples)
{
    constexpr double rate = 2.4e6, deviation = 75e3, tone = 1e3;
    std::vector<gr_complex> signal(1 << 20);
    for (std::size_t i = 0; i < signal.size(); i++)
        signal[i] = std::polar(1.0, deviation / tone * std::sin(2 * M_PI * tone * i / rate));

    builder b;
    auto at = b.join(gr::blocks::vector_source_c::make(signal, true),
                     gr::filter::fir_filter_ccf::make(10, low_pass(80, 100e3 / rate)));
    at = b.join(at, gr::analog::quadrature_demod_cf::make(rate / 10 / (2 * M_PI * deviation)));
    at = b.join(at, gr::filter::fir_filter_fff::make(5, low_pass(60, 15e3 / (rate / 10))));
    at = b.join(at, head::make(sizeof(float), samples / 50));
    b.sink(at, null_sink::make(sizeof(float)), samples / 50);
    return b.done(samples);
}

// pipes puts stages behind sources that do not touch one another; stage adds
// one.
work pipes(int n,
           int stages,
           std::uint64_t samples,
           gr::block_sptr (*stage)(builder&, gr::block_sptr, unsigned seed))
{
    builder b;
    for (int p = 0; p < n; p++) {
        auto at = zeros(b, sizeof(float), samples);
        for (int s = 0; s < stages; s++)
            at = stage(b, at, 1 + p * stages + s);
        b.sink(at, null_sink::make(sizeof(float)), samples);
    }
    return b.done(n * samples);
}

gr::block_sptr any_copy(builder& b, gr::block_sptr from, unsigned seed)
{
    return b.join(from, gnuradio::make_block_sptr<random_copy>(std::numeric_limits<int>::max(), seed));
}

gr::block_sptr copy_and_filter(builder& b, gr::block_sptr from, unsigned seed)
{
    from = b.join(from, gnuradio::make_block_sptr<random_copy>(512, seed));
    return b.join(from, gr::filter::fir_filter_fff::make(1, low_pass(64, 0.25)));
}

work stamped(int k, std::uint64_t samples, bool paced)
{
    samples -= samples % chunk;
    builder b;
    auto sink = gnuradio::make_block_sptr<age_sink>(samples);
    b.sink(b.copies(gnuradio::make_block_sptr<stamp_source>(samples, paced), k), sink, samples);
    return b.done(samples, [sink] { return sink->median(); });
}

work tagged(std::uint64_t every, std::uint64_t samples)
{
    builder b;
    auto from = gnuradio::make_block_sptr<tag_source>(samples, every);
    b.sink(b.copies(from, 1), null_sink::make(sample_size), samples);
    return b.done(samples);
}

} // namespace

work make_work(const std::string& name, const parameters& with, std::uint64_t samples)
{
    const auto number = [&](const char* key) { return std::stoi(with.at(key)); };
    if (name == "chain")
        return chain(number("copies"), samples);
    if (name == "fan")
        return fan(number("branches"), samples);
    if (name == "fm")
        return fm(samples);
    if (name == "random")
        return pipes(number("pipes"), number("stages"), samples, any_copy);
    if (name == "filters")
        return pipes(number("pipes"), number("stages"), samples, copy_and_filter);
    if (name == "hop")
        return stamped(number("copies"), samples, true);
    if (name == "age")
        return stamped(number("copies"), samples, false);
    if (name == "tags")
        return tagged(number("every"), samples);
    throw std::out_of_range("no work is named " + name);
}
