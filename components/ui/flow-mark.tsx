import type { FlowMarker } from "./flow-series";

const SIZE_PX = 12;

/** The sign of what happened within a point of a chart, above its line; a number where there is more than one. */
export function FlowMark(props: { markers: readonly FlowMarker[]; x: number; y: number }) {
  const { markers, x, y } = props;
  const Icon = markers[0]?.icon;
  if (!Icon) return null;
  return (
    <g color="var(--ink)">
      <Icon x={x - SIZE_PX / 2} y={y - SIZE_PX - 3} width={SIZE_PX} height={SIZE_PX} />
      {markers.length > 1 && (
        <text x={x + SIZE_PX / 2 + 2} y={y - 5} fontSize={10} fill="var(--ink)">
          {markers.length}
        </text>
      )}
    </g>
  );
}
