#include "runtime/world/celery.h"

#include "runtime/world/celery_app.h"

namespace coroscope {

Celery::Celery(std::string_view name, Transport transport, std::source_location where)
    : app_(std::make_shared<detail::CeleryApp>(std::string(name), transport, where)),
      conf(app_->conf) {}

Celery::~Celery() { app_->let_go(); }

JobType Celery::task(std::string_view name) const { return JobType(app_, name); }

AsyncResult Celery::result(std::string_view id) const { return AsyncResult(app_, std::string(id)); }

BrokerQueue& Celery::queue(const std::string& name) const { return app_->broker.queue(name); }

Broker& Celery::broker() const { return app_->broker; }

ResultBackend& Celery::backend() const { return app_->results; }

int Celery::runs() const { return app_->runs(); }

}  // namespace coroscope
