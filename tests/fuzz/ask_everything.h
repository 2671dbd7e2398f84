// ask_everything: puts every question to a timeline that a hostile file may have made: states,
// stacks, findings, explanations, statistics, pictures and all exports. What a fuzzer calls with
// whatever a reader accepted.
#pragma once

#include "runtime/trace/timeline.h"

namespace coroscope::test {

/// Cost: a few passes over the trace, and a few questions at a limited number of cursors.
void ask_everything(const Timeline& timeline);

}  // namespace coroscope::test
