// The scenarios by their C++ names. The table in catalogue.cpp gives their order.
#pragma once

namespace coroscope {

class Scenario;

extern const Scenario kHelloGather;
extern const Scenario kSequentialVsConcurrent;
extern const Scenario kCooperative;
extern const Scenario kSemaphore;
extern const Scenario kLostUpdate;
extern const Scenario kAbBa;
extern const Scenario kBlockingSleep;
extern const Scenario kProducerConsumer;

}  // namespace coroscope
