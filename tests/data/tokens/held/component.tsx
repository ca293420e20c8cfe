export function OrderTable({ orders, onSelect, pageSize = 20 }: OrderTableProps) {
  const [page, setPage] = useState(0);
  const visible = orders.slice(page * pageSize, (page + 1) * pageSize);
  return (
    <section aria-label="Orders" className="rounded-lg border bg-white p-4 shadow-sm dark:bg-zinc-900">
      <table className="w-full text-left text-sm">
        <thead>
          <tr>{["Order", "Customer", "Status", "Total"].map((name) => <th key={name} className="px-3 py-2">{name}</th>)}</tr>
        </thead>
        <tbody>
          {visible.map((order) => (
            <tr key={order.id} onClick={() => onSelect?.(order)} className="cursor-pointer hover:bg-zinc-50">
              <td>#{order.number}</td>
              <td>{order.customer?.name ?? "—"}</td>
              <td><StatusBadge tone={order.late ? "danger" : "success"}>{order.status}</StatusBadge></td>
              <td className="tabular-nums">{formatMoney(order.totalCents / 100)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager page={page} pages={Math.ceil(orders.length / pageSize)} onChange={setPage} />
    </section>
  );
}
