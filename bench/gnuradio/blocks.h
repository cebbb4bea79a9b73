// The blocks that GNU Radio does not bring along.
#pragma once

#include <gnuradio/block.h>
#include <gnuradio/io_signature.h>
#include <gnuradio/sync_block.h>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

// chunk is how many samples a paced source makes at once, and of how many the
// sink looks at one.
constexpr int chunk = 256;

// now returns nanoseconds of a clock that never goes back.
inline std::int64_t now()
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

inline gr::io_signature::sptr ports(int n, std::size_t item)
{
    return gr::io_signature::make(n, n, item);
}

// random_copy copies a random count of float samples a call: at least one, at
// most what is there and not more than most.
class random_copy : public gr::block
{
    const int most;
    std::minstd_rand random;

public:
    using sptr = std::shared_ptr<random_copy>;

    random_copy(int most, unsigned seed)
        : gr::block("random_copy", ports(1, sizeof(float)), ports(1, sizeof(float))),
          most(most),
          random(seed)
    {
    }

    int general_work(int room,
                     gr_vector_int& available,
                     gr_vector_const_void_star& in,
                     gr_vector_void_star& out) override
    {
        const int limit = std::min({ room, available[0], most });
        if (limit == 0)
            return 0;
        const int n = 1 + static_cast<int>(random() % limit);
        std::memcpy(out[0], in[0], n * sizeof(float));
        consume(0, n);
        return n;
    }
};

// ending_source makes so many samples of 8 bytes and ends.
class ending_source : public gr::sync_block
{
protected:
    std::uint64_t left;

    ending_source(const char* name, std::uint64_t samples)
        : gr::sync_block(name, ports(0, 0), ports(1, sizeof(std::int64_t))), left(samples)
    {
    }

    // next returns how many of the samples asked for are still to be made.
    int next(int room)
    {
        const int n = static_cast<int>(std::min<std::uint64_t>(room, left));
        left -= n;
        return n;
    }
};

// stamp_source writes the time into every sample. Paced, it makes one chunk
// each millisecond and stamps it when it has woken up; else as many samples as
// there is room for.
class stamp_source : public ending_source
{
    const bool paced;
    std::chrono::steady_clock::time_point due = std::chrono::steady_clock::now();

public:
    stamp_source(std::uint64_t samples, bool paced)
        : ending_source("stamp_source", samples), paced(paced)
    {
        set_output_multiple(chunk);
    }

    int work(int room, gr_vector_const_void_star&, gr_vector_void_star& out) override
    {
        if (left == 0)
            return WORK_DONE;
        if (paced) {
            due += std::chrono::milliseconds(1);
            std::this_thread::sleep_until(due);
            room = chunk;
        }
        const int n = next(room);
        std::fill_n(static_cast<std::int64_t*>(out[0]), n, now());
        return n;
    }
};

// age_sink looks how old the first sample of every chunk is.
class age_sink : public gr::sync_block
{
    std::vector<std::int64_t> ages;

public:
    using sptr = std::shared_ptr<age_sink>;

    explicit age_sink(std::uint64_t samples)
        : gr::sync_block("age_sink", ports(1, sizeof(std::int64_t)), ports(0, 0))
    {
        ages.reserve(samples / chunk + 1);
    }

    int work(int n, gr_vector_const_void_star& in, gr_vector_void_star&) override
    {
        const auto* stamps = static_cast<const std::int64_t*>(in[0]);
        const auto time = now();
        const auto past = static_cast<int>(nitems_read(0) % chunk);
        for (int i = (chunk - past) % chunk; i < n; i += chunk)
            ages.push_back(time - stamps[i]);
        return n;
    }

    // median returns the age in µs that half of the samples did not reach.
    double median()
    {
        const auto middle = ages.begin() + ages.size() / 2;
        std::nth_element(ages.begin(), middle, ages.end());
        return *middle / 1e3;
    }
};

// tag_source makes zeros with a tag, its position, at one sample in every; none
// if every is 0.
class tag_source : public ending_source
{
    const std::uint64_t every;
    const pmt::pmt_t key = pmt::mp("mark");

public:
    tag_source(std::uint64_t samples, std::uint64_t every)
        : ending_source("tag_source", samples), every(every)
    {
    }

    int work(int room, gr_vector_const_void_star&, gr_vector_void_star& out) override
    {
        if (left == 0)
            return WORK_DONE;
        const int n = next(room);
        std::memset(out[0], 0, n * sizeof(std::int64_t));
        if (every != 0) {
            const auto from = nitems_written(0);
            for (auto at = (from + every - 1) / every * every; at < from + n; at += every)
                add_item_tag(0, at, key, pmt::from_uint64(at));
        }
        return n;
    }
};
