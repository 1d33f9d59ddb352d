/** Who of a group reads which partitions: as its leader, a member like any other, says it. */

export interface Subscriber {
  readonly id: string;
  readonly topics: readonly string[];
  /** Those with messages that it works on at the moment: nobody else may get these. */
  readonly held: readonly TopicPartitions[];
}

export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/**
 * Gives each partition to one member that asks for its topic: what is held to who holds it, the others to who has the
 * fewest. With nothing held it is the same for all who compute it.
 * @param counts how many partitions each topic has
 */
export function shareOut(
  members: readonly Subscriber[],
  counts: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly TopicPartitions[]> {
  const given = new Map(members.map(({ id }) => [id, new Map<string, number[]>()]));
  const load = ({ id }: Subscriber, topic: string) => given.get(id)?.get(topic)?.length ?? 0;
  for (const [topic, count] of counts) {
    const those = members
      .filter(({ topics }) => topics.includes(topic))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    const left = new Set(Array.from({ length: count }, (_, partition) => partition));
    const give = (to: Subscriber, partition: number) => {
      if (!left.delete(partition)) return;
      const all = given.get(to.id) ?? new Map<string, number[]>();
      all.set(topic, [...(all.get(topic) ?? []), partition]);
    };
    for (const one of those)
      for (const { topic: of, partitions } of one.held)
        if (of === topic) for (const partition of partitions) give(one, partition);
    for (const partition of [...left]) {
      const [first, ...others] = those;
      if (first)
        give(
          others.reduce((least, one) => (load(one, topic) < load(least, topic) ? one : least), first),
          partition,
        );
    }
  }
  return new Map(
    Array.from(given, ([id, topics]) => [
      id,
      Array.from(topics, ([topic, partitions]) => ({ topic, partitions: partitions.sort((a, b) => a - b) })),
    ]),
  );
}
