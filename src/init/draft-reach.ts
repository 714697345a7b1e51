import type { Entry } from './draft.ts';
import type { FoundService } from './find-services.ts';
import type { Survey } from './survey.ts';

/** A connection inside of the stack that must work. */
export interface Reach {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

/** The connections that `depends_on` tells of, to services whose port is known and that people cannot reach themselves. */
export function reachOf({ services }: Survey): (Entry & { readonly value: Reach })[] {
  const byName = new Map(services.map(service => [service.name, service]));
  const lasting = ({ oneShot }: FoundService) => oneShot === undefined;
  return services.filter(lasting).flatMap(service =>
    service.dependsOn.flatMap(name => {
      const other = byName.get(name);
      if (other?.port === undefined || !lasting(other) || !service.connects) return [];
      const ownNetwork = service.raw.network_mode !== undefined || other.raw.network_mode !== undefined;
      return ownNetwork ? [] : [{ value: { from: service.name, to: name, port: other.port } }];
    }),
  );
}
