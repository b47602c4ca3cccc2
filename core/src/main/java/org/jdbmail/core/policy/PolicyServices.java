package org.jdbmail.core.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbmail.core.service.ServicePlace;

/** The policy services that are asked by one server, each with its connections. */
public final class PolicyServices {
    private final Map<ServicePlace, PolicyService> all = new ConcurrentHashMap<>();

    /** The service at a place. */
    public PolicyService at(ServicePlace place) {
        return all.computeIfAbsent(place, PolicyService::new);
    }
}
