export default function Loading() {
  return (
    <p className="quiet" role="status">
      One moment…
    </p>
  );
}
