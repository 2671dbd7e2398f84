// The topic "patterns": programs made of several of the parts.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kProducerConsumerTimeouts;
extern const Scenario kProducerConsumer;
extern const Scenario kOrderProcessing;
extern const Scenario kPatternsTaskQueue;
extern const Scenario kBatchGenerator;
extern const Scenario kPipeline;
extern const Scenario kCrawler;
extern const Scenario kHttpClient;
extern const Scenario kRateLimitedFetch;
extern const Scenario kHttpRetry;
extern const Scenario kDbPool;
extern const Scenario kDbTransaction;
extern const Scenario kBatchInsert;
extern const Scenario kOrmSession;
extern const Scenario kWebServer;
extern const Scenario kPerformanceMonitor;
extern const Scenario kMemoryMonitor;
extern const Scenario kStructuredLog;
extern const Scenario kTestingWithVirtualTime;
extern const Scenario kBackpressure;
extern const Scenario kFanOutFanIn;
extern const Scenario kPubSub;
extern const Scenario kLeakyBucket;
extern const Scenario kChatServer;
extern const Scenario kLittlesLaw;
extern const Scenario kShouldItBeAsync;

/// In the order in which they are shown.
inline constexpr std::array kPatterns = {
    &kProducerConsumerTimeouts,
    &kProducerConsumer,
    &kOrderProcessing,
    &kPatternsTaskQueue,
    &kBatchGenerator,
    &kPipeline,
    &kCrawler,
    &kHttpClient,
    &kRateLimitedFetch,
    &kHttpRetry,
    &kDbPool,
    &kDbTransaction,
    &kBatchInsert,
    &kOrmSession,
    &kWebServer,
    &kPerformanceMonitor,
    &kMemoryMonitor,
    &kStructuredLog,
    &kTestingWithVirtualTime,
    &kBackpressure,
    &kFanOutFanIn,
    &kPubSub,
    &kLeakyBucket,
    &kChatServer,
    &kLittlesLaw,
    &kShouldItBeAsync,
};

}  // namespace coroscope
